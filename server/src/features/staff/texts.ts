import { defineProblems } from '../../platform/problem.ts'

defineProblems({
  staff_email_taken: {
    status: 422,
    en: 'A staff member with this e-mail address exists already.',
    fr: 'Un membre de l’équipe utilise déjà cette adresse e-mail.',
  },
  unknown_role: { status: 422, en: 'There is no such role.', fr: 'Ce rôle n’existe pas.' },
  role_name_taken: {
    status: 422,
    en: 'A role with this name exists already.',
    fr: 'Un rôle porte déjà ce nom.',
  },
  role_immutable: {
    status: 409,
    en: 'The owner role always holds every permission and cannot be changed.',
    fr: 'Le rôle owner détient toujours toutes les permissions et ne peut pas être modifié.',
  },
  role_in_use: {
    status: 409,
    en: 'Staff members still have this role.',
    fr: 'Des membres de l’équipe ont encore ce rôle.',
  },
  role_built_in: {
    status: 409,
    en: 'This role comes with Berth and cannot be deleted or renamed.',
    fr: 'Ce rôle est fourni avec Berth : il ne peut être ni supprimé ni renommé.',
  },
  last_owner: {
    status: 409,
    en: 'This is the last active owner. Make somebody else owner first.',
    fr: 'C’est le dernier propriétaire actif. Nommez d’abord quelqu’un d’autre.',
  },
  more_than_own: {
    status: 403,
    en: 'You cannot give or take more than you may do yourself.',
    fr: 'Vous ne pouvez pas donner ni retirer plus de droits que vous n’en avez.',
  },
  staff_disabled: {
    status: 409,
    en: 'This staff member is disabled.',
    fr: 'Ce membre de l’équipe est désactivé.',
  },
  totp_not_begun: {
    status: 409,
    en: 'Begin to set up two-factor authentication first.',
    fr: 'Commencez d’abord à activer la double authentification.',
  },
  totp_demanded: {
    status: 409,
    en: 'Your team requires two-factor authentication.',
    fr: 'Votre équipe exige la double authentification.',
  },
})
