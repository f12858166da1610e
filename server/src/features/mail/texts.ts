import { defineProblems } from '../../platform/problem.ts'
import { defineTexts } from '../../platform/text.ts'

defineProblems({
  mail_waiting: {
    status: 409,
    en: 'This mail is about to be sent by itself.',
    fr: 'Cet e-mail va partir de lui-même.',
  },
})

defineTexts({
  'mail.effect.sent_again': {
    en: 'The mail is sent to {address} once more.',
    fr: 'L’e-mail est envoyé de nouveau à {address}.',
  },
  'mail.operation.create': { en: 'delivery', fr: 'livraison' },
  'mail.operation.adopt': { en: 'import', fr: 'import' },
  'mail.operation.suspend': { en: 'suspension', fr: 'suspension' },
  'mail.operation.unsuspend': { en: 'reactivation', fr: 'réactivation' },
  'mail.operation.terminate': { en: 'removal', fr: 'suppression' },
  'mail.operation.redeliver': { en: 'redelivery', fr: 'nouvelle livraison' },
  'mail.operation.change_plan': { en: 'change of plan', fr: 'changement d’offre' },
  'mail.operation.rename': { en: 'renaming', fr: 'renommage' },
  'mail.operation.reinstall': { en: 'reinstallation', fr: 'réinstallation' },
  'mail.operation.reset_password': { en: 'password reset', fr: 'réinitialisation du mot de passe' },
  'mail.operation.power': { en: 'power', fr: 'alimentation' },
  'mail.operation.change_owner': { en: 'change of owner', fr: 'changement de propriétaire' },
})
