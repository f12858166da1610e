import { defineProblems } from '../../platform/problem.ts'

defineProblems({
  wrong_credentials: {
    status: 401,
    en: 'The e-mail address or the password is wrong.',
    fr: 'L’adresse e-mail ou le mot de passe est incorrect.',
  },
  totp_required: {
    status: 401,
    en: 'Please type the code of your authenticator app.',
    fr: 'Veuillez saisir le code de votre application d’authentification.',
  },
  totp_wrong: {
    status: 401,
    en: 'This code is wrong or was used already.',
    fr: 'Ce code est incorrect ou a déjà servi.',
  },
  totp_setup_required: {
    status: 403,
    en: 'Your team requires two-factor authentication. Please set it up in your profile.',
    fr: 'Votre équipe exige la double authentification. Veuillez l’activer dans votre profil.',
  },
  wrong_password: {
    status: 422,
    en: 'The present password is wrong.',
    fr: 'Le mot de passe actuel est incorrect.',
  },
  link_invalid: {
    status: 422,
    en: 'This link was used already or has expired.',
    fr: 'Ce lien a déjà servi ou a expiré.',
  },
  permission_not_held: {
    status: 422,
    en: 'A key cannot do more than its owner: {permission}.',
    fr: 'Une clé ne peut pas faire plus que son propriétaire : {permission}.',
  },
  invalid_ip: {
    status: 422,
    en: 'Not an IP address: {ip}.',
    fr: 'Ce n’est pas une adresse IP : {ip}.',
  },
  expiry_in_past: {
    status: 422,
    en: 'The expiry must be in the future.',
    fr: 'L’expiration doit être dans le futur.',
  },
})
