import {
  Box,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { SchemaForm } from '../../ui/form/schema-form.tsx'
import { localText, readFields } from '../../ui/form/schema-model.ts'
import { type FormValues, filledValues, initialValues } from '../../ui/form/schema-values.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { asForm, type Module } from '../products/catalog-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { choicesOfServer } from './load-choices.ts'
import { type Server, saveServer, serverGroupsQuery } from './server-requests.ts'

interface ServerFormProps {
  /** Null adds a new one. */
  server: Server | null
  /** Those that work on servers. */
  modules: Module[]
  onSaved: (server: Server) => void
}

interface Draft {
  name: string
  type: string | null
  groupId: string | null
  placeLimit: number | null
  acceptsNew: boolean
  settings: FormValues
}

/** A server's name, place and credentials. Secrets are written, never read. */
export function ServerForm({ server, modules, onSaved }: ServerFormProps) {
  const { t } = useTranslation()
  const mayWrite = usePermission('servers:update')
  const [draft, setDraft] = useState(() => toDraft(server, modules))
  const module = modules.find((one) => one.id === draft.type)
  const save = useMutation({
    mutationFn: () => saveServer(server?.id ?? null, toBody(draft, module, server !== null)),
    onSuccess: onSaved,
  })
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  const stored = Object.entries(server?.secrets ?? {}).filter(([, secret]) => secret.set)
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Section title={t('servers.sections.server')}>
          <Frame {...{ draft, set, modules, errors }} isTypeFixed={server !== null} />
        </Section>
        {module && (
          <Section title={t('servers.sections.connection')} text={t('servers.connectionText')}>
            <SchemaForm
              key={`${module.id} ${save.data ? save.submittedAt : ''}`}
              schema={asForm(module.serverSettings)}
              values={draft.settings}
              onChange={(settings) => set({ settings })}
              errors={errors}
              pointerPrefix="/settings"
              isWide
              storedSecrets={stored.map(([name]) => name)}
              loadChoices={server ? (name) => choicesOfServer(server.id, name) : undefined}
            />
          </Section>
        )}
        <Box>
          {save.isError && (
            <Box mb="xs">
              <ProblemAlert error={save.error} withFields />
            </Box>
          )}
          <Group>
            <Button
              type="submit"
              size="sm"
              loading={save.isPending}
              disabled={!mayWrite || !module}
            >
              {server ? t('servers.save') : t('servers.addAndTest')}
            </Button>
          </Group>
        </Box>
      </Stack>
    </form>
  )
}

interface FrameProps {
  draft: Draft
  set: (change: Partial<Draft>) => void
  modules: Module[]
  errors: Record<string, string>
  isTypeFixed: boolean
}

function Frame({ draft, set, modules, errors, isTypeFixed }: FrameProps) {
  const { t, i18n } = useTranslation()
  const groups = useQuery(serverGroupsQuery)
  const frame = (field: string) => ({
    label: t(`servers.fields.${field}`),
    error: errors[`/${field}`],
  })
  const choose = (type: string | null) => {
    const chosen = modules.find((one) => one.id === type)
    set({ type, settings: chosen ? initialValues(asForm(chosen.serverSettings)) : {} })
  }
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          {...frame('name')}
          required
          maxLength={100}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Select
          {...frame('type')}
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
        <Select
          {...frame('groupId')}
          clearable
          placeholder={t('servers.noGroup')}
          data={(groups.data ?? []).map((group) => ({ value: group.id, label: group.name }))}
          value={draft.groupId}
          onChange={(groupId) => set({ groupId })}
        />
        <NumberInput
          {...frame('placeLimit')}
          placeholder={t('servers.unlimited')}
          min={0}
          allowDecimal={false}
          value={draft.placeLimit ?? ''}
          onChange={(next) => set({ placeLimit: next === '' ? null : Number(next) })}
        />
      </SimpleGrid>
      <Switch
        label={t('servers.fields.acceptsNew')}
        description={t('servers.acceptsNewHelp')}
        checked={draft.acceptsNew}
        onChange={(event) => set({ acceptsNew: event.currentTarget.checked })}
      />
    </Stack>
  )
}

function toDraft(server: Server | null, modules: Module[]): Draft {
  const only = modules.length === 1 ? modules[0] : undefined
  const module = server ? modules.find((one) => one.id === server.type) : only
  return {
    name: server?.name ?? '',
    type: server?.type ?? only?.id ?? null,
    groupId: server?.groupId ?? null,
    placeLimit: server?.placeLimit ?? null,
    acceptsNew: server?.acceptsNew ?? true,
    settings: module ? initialValues(asForm(module.serverSettings), server?.settings) : {},
  }
}

function toBody(draft: Draft, module: Module | undefined, isTypeFixed: boolean) {
  const { type, settings, ...rest } = draft
  const fields = module ? readFields(asForm(module.serverSettings), { language: 'en' }) : []
  return { ...rest, ...(isTypeFixed ? {} : { type }), settings: filledValues(fields, settings) }
}
