import { send } from '../../api/client.ts'
import { currentLanguage } from '../../i18n/start-i18n.ts'
import { type LocalText, localText } from '../../ui/form/schema-model.ts'

interface LoadedChoice {
  value: unknown
  label: LocalText
}

/** A list that a module loads from its server, in the language on screen. */
export async function loadChoicesFrom(href: string, name: string) {
  const url = `${href}/choices/${encodeURIComponent(name)}`
  const { items } = await send<{ items: LoadedChoice[] }>({ url })
  return items.map(({ value, label }) => ({
    value: String(value),
    label: localText(label, currentLanguage()) ?? String(value),
  }))
}

export const choicesOfServer = (id: string, name: string) =>
  loadChoicesFrom(`/api/v1/admin/servers/${id}`, name)
