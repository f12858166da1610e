import { Alert, Box, Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { SchemaForm } from '../../ui/form/schema-form.tsx'
import { type FormSchema, readFields } from '../../ui/form/schema-model.ts'
import { type FormValues, filledValues, initialValues } from '../../ui/form/schema-values.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { effectAt } from '../policy/effect-requests.ts'
import { useInheritedPolicy } from '../policy/inherited-policy.ts'
import type { PolicyValues } from '../policy/policy-fields.ts'
import { PolicyInput } from '../policy/policy-input.tsx'
import { useEffectCheck } from '../policy/use-effect-check.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { OWN_INPUTS, sectionFormSchema } from './section-form-schema.ts'
import {
  DECIDING_SECTIONS,
  type SettingsSection,
  sectionQuery,
  writeSection,
} from './settings-requests.ts'
import { CountryRatesInput, PercentInput } from './tax-inputs.tsx'

/** One section of the settings. Saved as a whole, unless somebody else was quicker. */
export function SectionForm({ section }: { section: SettingsSection }) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('settings:update')
  const schema = useMemo(() => sectionFormSchema(section, i18n.language), [section, i18n.language])
  const [values, setValues] = useState<FormValues>(() => ({
    ...section.values,
    ...initialValues(schema, section.values),
  }))
  const { queryKey } = sectionQuery(section.section)
  const body = () => ({
    version: section.version,
    values: toSend(schema, section.section, values),
  })
  const save = useMutation({
    mutationFn: () => writeSection(section.section, body()),
    onSuccess: async (answer) => {
      notifyDone(t('settings.saved'))
      queries.setQueryData(queryKey, answer)
      await queries.invalidateQueries({ queryKey: ['settings', 'currencies'] })
    },
  })
  const check = useEffectCheck({
    ask: DECIDING_SECTIONS.includes(section.section)
      ? effectAt(`/api/v1/admin/settings/${section.section}/effect`, body())
      : null,
    save: () => save.mutate(),
  })
  const inherited = useInheritedPolicy('installation')
  const problem = save.isError ? toProblem(save.error) : null
  const errors = fieldErrors(problem)
  const set = (change: FormValues) => setValues((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) check.start()
  }
  const stored = Object.entries(section.secrets).flatMap(([name, secret]) =>
    secret.set ? [name] : [],
  )
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Section title={titleOf(section.section, t)} text={textOf(section.section, t, i18n)}>
          <Stack gap="sm">
            <SchemaForm
              schema={schema}
              values={values}
              onChange={set}
              errors={errors}
              pointerPrefix="/values"
              storedSecrets={stored}
              disabled={!mayWrite}
              isWide
            />
            {section.section === 'invoicing' && (
              <Stack gap="sm">
                <PercentInput
                  label={t('settings.tax.defaultRate')}
                  error={errors['/values/defaultRateBasisPoints']}
                  value={values.defaultRateBasisPoints as number | undefined}
                  onChange={(rate) => set({ defaultRateBasisPoints: rate })}
                />
                <CountryRatesInput
                  error={errors['/values/countryRates']}
                  value={(values.countryRates ?? {}) as Record<string, number>}
                  onChange={(countryRates) => set({ countryRates })}
                />
              </Stack>
            )}
          </Stack>
        </Section>
        {section.section === 'services' && (
          <Section title={t('policy.title')} text={t('settings.policyText')}>
            <PolicyInput
              value={(values.policy ?? {}) as PolicyValues}
              onChange={(policy) => set({ policy })}
              errors={errors}
              pointer="/values/policy"
              disabled={!mayWrite}
              inherited={inherited}
            />
          </Section>
        )}
        {problem?.code === 'stale_form' ? (
          <Alert color="yellow" role="alert" py="xs">
            <Group justify="space-between" gap="xs">
              {t('settings.stale')}
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => void queries.resetQueries({ queryKey })}
              >
                {t('settings.loadTheirs')}
              </Button>
            </Group>
          </Alert>
        ) : (
          save.isError && <ProblemAlert error={save.error} withFields />
        )}
        <Box>
          <Button
            type="submit"
            size="sm"
            loading={save.isPending || check.isAsking}
            disabled={!mayWrite}
          >
            {t('settings.save')}
          </Button>
        </Box>
      </Stack>
      {check.dialog}
    </form>
  )
}

function toSend(schema: FormSchema, section: string, values: FormValues): FormValues {
  const own = (OWN_INPUTS[section] ?? []).filter((name) => values[name] !== undefined)
  return {
    ...filledValues(readFields(schema, { language: 'en' }), values),
    ...Object.fromEntries(own.map((name) => [name, values[name]])),
  }
}

/** A section's name; one that a later version brings is shown by its own. */
export function titleOf(section: string, t: TFunction): string {
  return t(`settings.sections.${section}.title`, { defaultValue: section })
}

function textOf(
  section: string,
  t: TFunction,
  i18n: { exists: (key: string) => boolean },
): string | undefined {
  const key = `settings.sections.${section}.text`
  return i18n.exists(key) ? t(key) : undefined
}
