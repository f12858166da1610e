import { useTranslation } from 'react-i18next'

/** What a kind of mail is called, by its template's name. */
export function useMailName(): (template: string) => string {
  const { t } = useTranslation()
  return (template) => t(`mails.template.${template}`, { defaultValue: template })
}
