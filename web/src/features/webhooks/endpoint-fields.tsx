import { MultiSelect, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/page/text-link.tsx'
import { type EndpointDraft, eventKindsQuery, FORMATS } from './webhook-requests.ts'

interface EndpointFieldsProps {
  draft: EndpointDraft
  onChange: (draft: EndpointDraft) => void
  errors: Record<string, string>
  /** The address of one that there is already: typing replaces it. */
  address?: string
  isReadOnly?: boolean
}

/** What an endpoint is called, where it leads and what it is told. */
export function EndpointFields(props: EndpointFieldsProps) {
  const { draft, onChange, errors, address, isReadOnly } = props
  const { t } = useTranslation()
  const set = (changed: Partial<EndpointDraft>) => onChange({ ...draft, ...changed })
  return (
    <Stack gap="sm">
      <TextInput
        label={t('webhooks.fields.name')}
        required
        data-autofocus
        maxLength={100}
        readOnly={isReadOnly}
        value={draft.name}
        error={errors['/name']}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        type="url"
        label={t('webhooks.fields.url')}
        description={t(address ? 'webhooks.urlStays' : 'webhooks.urlHelp')}
        placeholder={address ?? 'https://example.com/webhooks'}
        required={!address}
        readOnly={isReadOnly}
        value={draft.url}
        error={errors['/url']}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      {address && (
        <div>
          <SegmentedControl
            aria-label={t('webhooks.fields.format')}
            data={FORMATS.map((value) => ({ value, label: t(`webhooks.formats.${value}`) }))}
            value={draft.format}
            disabled={isReadOnly}
            onChange={(format) => set({ format: format as EndpointDraft['format'] })}
          />
        </div>
      )}
      <EventChoice
        events={draft.events}
        onChange={(events) => set({ events })}
        error={Object.entries(errors).find(([pointer]) => pointer.startsWith('/events'))?.[1]}
        isReadOnly={isReadOnly}
      />
    </Stack>
  )
}

/** `service.delivered` is about a service. */
const nounOf = (type: string) => type.slice(0, type.indexOf('.'))

interface EventChoiceProps {
  events: string[]
  onChange: (events: string[]) => void
  error?: string
  isReadOnly?: boolean
}

/** Everything, also what comes with later versions, or some of the events. */
function EventChoice({ events, onChange, error, isReadOnly }: EventChoiceProps) {
  const { t } = useTranslation()
  const kinds = useQuery(eventKindsQuery)
  const isAll = events.includes('*')
  const types = (kinds.data ?? []).map(({ type }) => type)
  const groups = [...new Set(types.map(nounOf))]
  return (
    <>
      <Switch
        label={t('webhooks.allEvents')}
        description={t('webhooks.allEventsHelp')}
        checked={isAll}
        disabled={isReadOnly}
        onChange={(event) => onChange(event.currentTarget.checked ? ['*'] : [])}
      />
      {!isAll && (
        <MultiSelect
          label={t('webhooks.fields.events')}
          description={
            <TextLink to="/admin/webhooks/events">{t('webhooks.events.title')}</TextLink>
          }
          required
          searchable
          readOnly={isReadOnly}
          data={groups.map((group) => ({
            group,
            items: types.filter((type) => nounOf(type) === group),
          }))}
          value={events}
          error={error}
          onChange={onChange}
        />
      )}
    </>
  )
}
