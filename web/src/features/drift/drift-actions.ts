import {
  IconBook,
  IconDownload,
  IconEyeOff,
  IconFolderOpen,
  IconServerCog,
  IconTrash,
} from '@tabler/icons-react'
import { api, read } from '../../api/client.ts'
import { currentLanguage } from '../../i18n/start-i18n.ts'
import {
  type ActionContext,
  type ActionLook,
  type ActionOffer,
  verbOf,
} from '../../ui/action/action-types.ts'
import { type FieldSchema, localText } from '../../ui/form/schema-model.ts'
import type { Lookup } from '../../ui/table/table-types.ts'
import { customerLookup } from '../customers/customer-lookup.ts'
import { type DriftRow, driftHref } from './drift-requests.ts'

/** How the fixes are shown; the server says which there are. */
export const DRIFT_LOOKS: Record<string, ActionLook> = {
  fix_server: { icon: IconServerCog, group: 'fix' },
  fix_books: { icon: IconBook, group: 'fix' },
  import: { icon: IconDownload, group: 'fix' },
  ignore: { icon: IconEyeOff, group: 'aside' },
  reopen: { icon: IconFolderOpen, group: 'aside' },
  delete_there: { icon: IconTrash, group: 'danger', isDangerous: true },
}

/** What a row is called: its service, else what the server calls it. */
export const nameOf = ({ service, name, remoteId }: DriftRow): string =>
  service ? `${service.name} #${service.number}` : (name ?? remoteId)

/** What every place that offers a row's fixes needs. */
export function driftContext(row: DriftRow, verb: string): ActionContext {
  return {
    // What is removed is named by its id there, which is typed to confirm.
    subject: {
      type: 'drift',
      name: verb === 'delete_there' ? row.remoteId : nameOf(row),
      href: driftHref(row.id),
    },
    texts: 'drift.actions',
    looks: DRIFT_LOOKS,
    currency: 'EUR',
    lookups: (name) =>
      name === 'customers' ? customerLookup : name === 'products' ? productsOf(row) : undefined,
    alsoRefresh: [['server'], ['service'], ['operation'], ['dashboard']],
  }
}

/** Products of the server's type, for the plan that runs there. */
function productsOf({ server }: DriftRow): Lookup {
  const nameIn = (name: { en: string; fr: string }) => localText(name, currentLanguage()) ?? name.en
  return {
    topic: `product:${server?.type ?? ''}`,
    search: async (search) => {
      const query = {
        limit: 50,
        ...(server ? { type: server.type } : {}),
        ...(search && { search }),
      }
      const { items } = await read(api.GET('/api/v1/admin/products', { params: { query } }))
      return items.map(({ id, name }) => ({ value: id, label: nameIn(name) }))
    },
    nameOf: async (id) => {
      const params = { path: { id } }
      return nameIn((await read(api.GET('/api/v1/admin/products/{id}', { params }))).name)
    },
  }
}

/** Some fields are meant for some kinds of drift only. */
interface KindedField extends FieldSchema {
  kinds?: string[]
}

/** The offer with the fields that its kind of drift asks for. */
export function withFieldsOf(offer: ActionOffer, kind: string): ActionOffer {
  const { form } = offer
  if (!form?.properties) return offer
  const properties = Object.fromEntries(
    Object.entries(form.properties as Record<string, KindedField>)
      .filter(([, field]) => !field.kinds || field.kinds.includes(kind))
      .map(([name, field]) => [
        name,
        field.choices ? { ...field, anyOf: undefined, type: 'string' } : field,
      ]),
  )
  return { ...offer, form: { ...form, properties } }
}

const ORDER = Object.keys(DRIFT_LOOKS)

/** The offers in the order of the menu: fixes, aside, danger. */
export function inOrder<Offer extends { id: string }>(offers: readonly Offer[]): Offer[] {
  const place = ({ id }: Offer) => {
    const at = ORDER.indexOf(verbOf(id))
    return at === -1 ? ORDER.length : at
  }
  return [...offers].sort((a, b) => place(a) - place(b))
}

const AS_BUTTONS = new Set(['fix_server', 'fix_books', 'import', 'delete_there', 'reopen'])

/** What stands as a button in the row: what is possible and settles it. */
export const fixesOf = (row: DriftRow) =>
  inOrder(row.actions).filter(({ id, allowed }) => allowed && AS_BUTTONS.has(verbOf(id)))
