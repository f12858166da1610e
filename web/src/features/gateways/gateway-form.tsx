import { Alert, Button, Group, Stack, Switch, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { SchemaForm } from '../../ui/form/schema-form.tsx'
import { type FormSchema, readFields } from '../../ui/form/schema-model.ts'
import { type FormValues, filledValues, initialValues } from '../../ui/form/schema-values.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { type GatewayPage, gatewayQuery, saveGateway } from './gateway-requests.ts'
import { GatewayTest } from './gateway-test.tsx'

/** What a gateway must know, whether customers may pay with it, and a way to try it. */
export function GatewayForm({ gateway }: { gateway: GatewayPage }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('settings:update')
  const schema = gateway.form as FormSchema
  const [values, setValues] = useState<FormValues>(() => initialValues(schema, gateway.settings))
  const [isEnabled, setEnabled] = useState(gateway.enabled)
  const { queryKey } = gatewayQuery(gateway.id)
  const typed = () => filledValues(readFields(schema, { language: 'en' }), values)
  const save = useMutation({
    mutationFn: () => {
      const { id, version } = gateway
      return saveGateway(id, { version, enabled: isEnabled, settings: typed() })
    },
    onSuccess: async (answer) => {
      notifyDone(t('gateways.saved'))
      queries.setQueryData(queryKey, answer)
      await queries.invalidateQueries({ queryKey: ['settings', 'gateways'] })
    },
  })
  const problem = save.isError ? toProblem(save.error) : null
  const stored = Object.entries(gateway.secrets).flatMap(([name, { set }]) => (set ? [name] : []))
  const hasFields = Object.keys(schema.properties ?? {}).length > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  return (
    <Stack gap="md">
      <form onSubmit={submit}>
        <Section title={t('gateways.settings')}>
          <Stack gap="sm">
            <Switch
              label={t('gateways.enabled')}
              description={t('gateways.enabledText')}
              checked={isEnabled}
              disabled={!mayWrite}
              onChange={(event) => setEnabled(event.currentTarget.checked)}
            />
            {hasFields ? (
              <SchemaForm
                schema={schema}
                values={values}
                onChange={setValues}
                errors={fieldErrors(problem)}
                pointerPrefix="/settings"
                storedSecrets={stored}
                disabled={!mayWrite}
                isWide
              />
            ) : (
              <Text size="sm" c="dimmed">
                {t('gateways.nothingToSet')}
              </Text>
            )}
            {problem?.code === 'stale_form' ? (
              <Stale onLoad={() => void queries.resetQueries({ queryKey })} />
            ) : (
              save.isError && <ProblemAlert error={save.error} withFields={!hasFields} />
            )}
            <Group>
              <Button type="submit" size="sm" loading={save.isPending} disabled={!mayWrite}>
                {t('gateways.save')}
              </Button>
            </Group>
          </Stack>
        </Section>
      </form>
      <GatewayTest id={gateway.id} typed={typed} />
    </Stack>
  )
}

function Stale({ onLoad }: { onLoad: () => void }) {
  const { t } = useTranslation()
  return (
    <Alert color="yellow" role="alert" py="xs">
      <Group justify="space-between" gap="xs">
        {t('settings.stale')}
        <Button size="compact-xs" variant="default" onClick={onLoad}>
          {t('settings.loadTheirs')}
        </Button>
      </Group>
    </Alert>
  )
}
