import type { Template } from '../render/template.ts'

/** About logging in. `link` works once and until `until`. */
export const accountTemplates = {
  user_registered: {
    en: {
      subject: 'Welcome to {{ company.name }}: please confirm your address',
      body: `
Your account with {{ company.name }} is open. Please confirm that this address is yours:

[[ Confirm my address | {{ link }} ]]

The link works until {{ until }}. If you did not register, you need do nothing.`,
    },
    fr: {
      subject: 'Bienvenue chez {{ company.name }} : confirmez votre adresse',
      body: `
Votre compte chez {{ company.name }} est ouvert. Merci de confirmer que cette adresse est la vôtre :

[[ Confirmer mon adresse | {{ link }} ]]

Le lien fonctionne jusqu’au {{ until }}. Si vous ne vous êtes pas inscrit, vous n’avez rien à faire.`,
    },
  },
  email_confirmation: {
    en: {
      subject: 'Please confirm your e-mail address',
      body: `
Please confirm that this address is yours:

[[ Confirm my address | {{ link }} ]]

The link works until {{ until }}. If you did not ask for this, you need do nothing.`,
    },
    fr: {
      subject: 'Confirmez votre adresse e-mail',
      body: `
Merci de confirmer que cette adresse est la vôtre :

[[ Confirmer mon adresse | {{ link }} ]]

Le lien fonctionne jusqu’au {{ until }}. Si vous n’avez rien demandé, vous n’avez rien à faire.`,
    },
  },
  user_invited: {
    en: {
      subject: 'Your access to {{ company.name }}',
      body: `
An account was made for you at {{ company.name }}. Choose a password to enter:

[[ Choose my password | {{ link }} ]]

The link works until {{ until }}.`,
    },
    fr: {
      subject: 'Votre accès à {{ company.name }}',
      body: `
Un compte a été créé pour vous chez {{ company.name }}. Choisissez un mot de passe pour y accéder :

[[ Choisir mon mot de passe | {{ link }} ]]

Le lien fonctionne jusqu’au {{ until }}.`,
    },
  },
  staff_invited: {
    en: {
      subject: 'You are invited to the team of {{ company.name }}',
      body: `
You now have access to the administration of {{ company.name }}. Choose a password to enter:

[[ Choose my password | {{ link }} ]]

The link works until {{ until }}.`,
    },
    fr: {
      subject: 'Invitation dans l’équipe de {{ company.name }}',
      body: `
Vous avez désormais accès à l’administration de {{ company.name }}. Choisissez un mot de passe pour y entrer :

[[ Choisir mon mot de passe | {{ link }} ]]

Le lien fonctionne jusqu’au {{ until }}.`,
    },
  },
  password_reset: {
    en: {
      subject: 'Choose a new password',
      body: `
Somebody, probably you, asked for a new password for your account at {{ company.name }}:

[[ Choose a new password | {{ link }} ]]

The link works once and until {{ until }}. If it was not you, you need do nothing: your password stays as it is.`,
    },
    fr: {
      subject: 'Choisissez un nouveau mot de passe',
      body: `
Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte chez {{ company.name }} :

[[ Choisir un nouveau mot de passe | {{ link }} ]]

Le lien fonctionne une seule fois, jusqu’au {{ until }}. Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe ne change pas.`,
    },
  },
  password_changed: {
    en: {
      subject: 'Your password was changed',
      body: `
The password of your account at {{ company.name }} was changed.

If it was not you, please choose a new one at once and tell us:

[[ Choose a new password | {{ link }} ]]`,
    },
    fr: {
      subject: 'Votre mot de passe a été modifié',
      body: `
Le mot de passe de votre compte chez {{ company.name }} a été modifié.

Si ce n’était pas vous, choisissez-en un nouveau sans attendre et prévenez-nous :

[[ Choisir un nouveau mot de passe | {{ link }} ]]`,
    },
  },
} as const satisfies Record<string, Template>
