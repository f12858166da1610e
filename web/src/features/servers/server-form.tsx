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
import { readFields } from '../../ui/form/schema-model.ts'
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
  /** Looks after the server's services; stays for good. */
  module: Module
  onSaved: (server: Server) => void
}

/** As many as a server does at once unless it is told otherwise. */
const CONCURRENCY = 4

interface Draft {
  name: string
  groupId: string | null
  placeLimit: number | null
  acceptsNew: boolean
  concurrency: number
  callsPerMinute: number | null
  settings: FormValues
}

/** A server's name, place and credentials. Secrets are written, never read. */
export function ServerForm({ server, module, onSaved }: ServerFormProps) {
  const { t } = useTranslation()
  const mayWrite = usePermission('servers:update')
  const [draft, setDraft] = useState(() => toDraft(server, module))
  const save = useMutation({
    mutationFn: () => saveServer(server?.id ?? null, toBody(draft, module, server === null)),
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
          <Frame {...{ draft, set, errors }} />
        </Section>
        <Section title={t('servers.sections.connection')} text={t('servers.connectionText')}>
          <SchemaForm
            key={save.data ? save.submittedAt : ''}
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
        <Section title={t('servers.sections.limits')} text={t('servers.limitsText')}>
          <LimitFields {...{ draft, set, errors }} />
        </Section>
        <Box>
          {save.isError && (
            <Box mb="xs">
              <ProblemAlert error={save.error} withFields />
            </Box>
          )}
          <Group>
            <Button type="submit" size="sm" loading={save.isPending} disabled={!mayWrite}>
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
  errors: Record<string, string>
}

function Frame({ draft, set, errors }: FrameProps) {
  const { t } = useTranslation()
  const groups = useQuery(serverGroupsQuery)
  const frame = (field: string) => ({
    label: t(`servers.fields.${field}`),
    error: errors[`/${field}`],
  })
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
          {...frame('groupId')}
          clearable
          placeholder={t('servers.noGroup')}
          data={(groups.data ?? []).map((group) => ({ value: group.id, label: group.name }))}
          value={draft.groupId}
          onChange={(groupId) => set({ groupId })}
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

/** How much may be asked of it: places, operations at once, calls. */
function LimitFields({ draft, set, errors }: FrameProps) {
  const { t } = useTranslation()
  const frame = (field: string) => ({
    label: t(`servers.fields.${field}`),
    description: t(`servers.limitHelp.${field}`),
    error: errors[`/${field}`],
    allowDecimal: false,
  })
  const unlimited = t('servers.unlimited')
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" style={{ alignItems: 'end' }}>
      <NumberInput
        {...frame('placeLimit')}
        placeholder={unlimited}
        min={0}
        value={draft.placeLimit ?? ''}
        onChange={(next) => set({ placeLimit: next === '' ? null : Number(next) })}
      />
      <NumberInput
        {...frame('concurrency')}
        required
        min={1}
        max={100}
        value={draft.concurrency}
        onChange={(next) => set({ concurrency: next === '' ? CONCURRENCY : Number(next) })}
      />
      <NumberInput
        {...frame('callsPerMinute')}
        placeholder={unlimited}
        min={1}
        value={draft.callsPerMinute ?? ''}
        onChange={(next) => set({ callsPerMinute: next === '' ? null : Number(next) })}
      />
    </SimpleGrid>
  )
}

function toDraft(server: Server | null, module: Module): Draft {
  return {
    name: server?.name ?? '',
    groupId: server?.groupId ?? null,
    placeLimit: server?.placeLimit ?? null,
    acceptsNew: server?.acceptsNew ?? true,
    concurrency: server?.concurrency ?? CONCURRENCY,
    callsPerMinute: server?.callsPerMinute ?? null,
    settings: initialValues(asForm(module.serverSettings), server?.settings),
  }
}

/** As the API takes it: a new server also says its type. */
function toBody({ settings, ...rest }: Draft, module: Module, isNew: boolean) {
  const fields = readFields(asForm(module.serverSettings), { language: 'en' })
  const filled = filledValues(fields, settings)
  return { ...rest, ...(isNew ? { type: module.id } : {}), settings: filled }
}
