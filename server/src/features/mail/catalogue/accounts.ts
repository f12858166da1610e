import { type CatalogueEntry, words as w } from './entry.ts'
import { link, text, type Variables } from './variable.ts'

const once: Variables = {
  link: link(w('The one-time link', 'Le lien à usage unique'), '/reset-password?token=…'),
  until: text(
    w('Until when the link works', 'Jusqu’à quand le lien fonctionne'),
    w('20 April 2025 at 14:00', '20 avril 2025 à 14:00'),
  ),
}

export const accountCatalogue = {
  user_registered: {
    name: w('Registration', 'Inscription'),
    description: w('When somebody registers.', 'Quand quelqu’un s’inscrit.'),
    audience: 'customer',
    duty: 'account',
    variables: once,
  },
  email_confirmation: {
    name: w('Address to confirm', 'Adresse à confirmer'),
    description: w(
      'When an e-mail address is to be confirmed.',
      'Quand une adresse e-mail est à confirmer.',
    ),
    audience: 'customer',
    duty: 'account',
    variables: once,
  },
  user_invited: {
    name: w('User invited', 'Utilisateur invité'),
    description: w(
      'When staff open an access to the client area.',
      'Quand l’équipe ouvre un accès à l’espace client.',
    ),
    audience: 'customer',
    duty: 'account',
    variables: once,
  },
  staff_invited: {
    name: w('Staff member invited', 'Membre de l’équipe invité'),
    description: w('When somebody joins the team.', 'Quand quelqu’un rejoint l’équipe.'),
    audience: 'staff',
    duty: 'account',
    variables: once,
  },
  password_reset: {
    name: w('Password to be reset', 'Mot de passe à réinitialiser'),
    description: w(
      'When somebody asks for a new password.',
      'Quand quelqu’un demande un nouveau mot de passe.',
    ),
    audience: 'customer',
    duty: 'account',
    variables: once,
  },
  password_changed: {
    name: w('Password changed', 'Mot de passe changé'),
    description: w('When a password was changed.', 'Quand un mot de passe a été changé.'),
    audience: 'customer',
    duty: 'account',
    variables: {
      link: link(
        w('Where to ask for a new password', 'Où demander un nouveau mot de passe'),
        '/forgot-password',
      ),
    },
  },
} as const satisfies Record<string, CatalogueEntry>
