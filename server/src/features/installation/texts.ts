import { defineTexts } from '../../platform/text.ts'

/** Why safe mode began, for people. */
export const suspicionTexts = defineTexts({
  'safe_mode.older_backup': {
    en: 'The database stands where it had been before: an older backup seems to have been restored.',
    fr: 'La base de données est revenue à un état antérieur : une ancienne sauvegarde semble avoir été restaurée.',
  },
  'safe_mode.database_copied': {
    en: 'The database is not where it was: it seems to be a copy, or to have been moved or restored.',
    fr: 'La base de données n’est plus là où elle était : il semble s’agir d’une copie, d’un déplacement ou d’une restauration.',
  },
  'safe_mode.folder_copied': {
    en: 'The data folder is not where it was: it seems to have been copied or moved.',
    fr: 'Le dossier de données n’est plus là où il était : il semble avoir été copié ou déplacé.',
  },
  'safe_mode.folder_restored': {
    en: 'The data folder seems to have been put back from a copy: what was done since then is missing.',
    fr: 'Le dossier de données semble avoir été remis en place depuis une copie : ce qui a été fait depuis manque.',
  },
  'safe_mode.other_installation': {
    en: 'The database belongs to another installation than this data folder or BERTH_INSTALLATION_ID.',
    fr: 'La base de données appartient à une autre installation que ce dossier de données ou BERTH_INSTALLATION_ID.',
  },
  'safe_mode.unknown_here': {
    en: 'This database has been at work elsewhere, and nothing here has seen it before.',
    fr: 'Cette base de données a déjà servi ailleurs, et rien ici ne la connaît.',
  },
  'safe_mode.restored': {
    en: 'The database was filled from a backup.',
    fr: 'La base de données a été remplie depuis une sauvegarde.',
  },
})
