import { Select, SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { SchemaForm } from '../../ui/form/schema-form.tsx'
import { localText } from '../../ui/form/schema-model.ts'
import { initialValues } from '../../ui/form/schema-values.ts'
import { Section } from '../../ui/page/section.tsx'
import { choicesOfServer, loadChoicesFrom } from '../servers/load-choices.ts'
import { serverGroupsQuery } from '../servers/server-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { asForm, type Module } from './catalog-requests.ts'
import type { ProductDraft } from './product-draft.ts'

interface ProductModuleProps {
  /** Of the product there is; null while it is made. */
  id: string | null
  draft: ProductDraft
  set: (change: Partial<ProductDraft>) => void
  modules: Module[]
  errors: Record<string, string>
  /** Services are looked after by the type's module, so it stays. */
  isTypeFixed: boolean
}

/** The type, where it is delivered, and what its module asks. */
export function ProductModule(props: ProductModuleProps) {
  const { t, i18n } = useTranslation()
  const { id, draft, set, modules, errors, isTypeFixed } = props
  const mayReadServers = usePermission('servers:read')
  const groups = useQuery({ ...serverGroupsQuery, enabled: mayReadServers })
  const module = modules.find((one) => one.id === draft.type)
  const choose = (type: string | null) => {
    const chosen = modules.find((one) => one.id === type)
    set({
      type,
      moduleSettings: chosen ? initialValues(asForm(chosen.productSettings)) : {},
      ...(chosen?.needsServer ? {} : { serverGroupId: null }),
    })
  }
  return (
    <Section title={t('products.sections.delivery')}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <Select
            label={t('products.fields.type')}
            description={isTypeFixed ? t('products.typeStays') : undefined}
            error={errors['/type']}
            required
            allowDeselect={false}
            disabled={isTypeFixed}
            data={modules.map((one) => ({
              value: one.id,
              label: localText(one.name, i18n.language) ?? one.id,
            }))}
            value={draft.type}
            onChange={choose}
          />
          {module?.needsServer && (
            <Select
              label={t('products.fields.serverGroupId')}
              error={errors['/serverGroupId']}
              description={t('products.serverGroupHelp')}
              required
              allowDeselect={false}
              disabled={!mayReadServers}
              data={(groups.data ?? []).map((group) => ({ value: group.id, label: group.name }))}
              value={draft.serverGroupId}
              onChange={(serverGroupId) => set({ serverGroupId })}
            />
          )}
        </SimpleGrid>
        {module && (
          <SchemaForm
            key={module.id}
            schema={asForm(module.productSettings)}
            values={draft.moduleSettings}
            onChange={(moduleSettings) => set({ moduleSettings })}
            errors={errors}
            pointerPrefix="/moduleSettings"
            isWide
            loadChoices={(name) =>
              id === null
                ? loadFromAnyServer(module.id, draft.serverGroupId, name)
                : loadChoicesFrom(`/api/v1/admin/products/${id}`, name)
            }
          />
        )}
      </Stack>
    </Section>
  )
}

/** A product that is not made yet has no list of its own: the first server that could take it has. */
async function loadFromAnyServer(type: string, groupId: string | null, name: string) {
  const query = { type, limit: 1, ...(groupId ? { groupId } : {}) }
  const servers = await read(api.GET('/api/v1/admin/servers', { params: { query } }))
  const [first] = servers.items
  return first ? choicesOfServer(first.id, name) : []
}
