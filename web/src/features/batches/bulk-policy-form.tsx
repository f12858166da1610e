import { MultiSelect, Stack, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PolicyInput } from '../policy/policy-input.tsx'
import { POLICY_FIELDS, type PolicyDraft } from './bulk-policy.ts'

interface BulkPolicyFormProps {
  draft: PolicyDraft
  onChange: (draft: PolicyDraft) => void
  errors?: Record<string, string>
}

/** Delays for many services: what is left empty stays as each of them has it. */
export function BulkPolicyForm({ draft, onChange, errors }: BulkPolicyFormProps) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <PolicyInput
        value={draft.policy}
        onChange={(policy) => onChange({ ...draft, policy })}
        pointer="/input"
        errors={errors}
        isOneCycle
        emptyMeans={t('batches.policy.emptyMeans')}
        inherited={() => t('batches.policy.unchanged')}
      />
      <MultiSelect
        label={t('batches.policy.inherit')}
        description={t('batches.policy.inheritHelp')}
        data={POLICY_FIELDS.filter((name) => draft.policy[name] === undefined).map((name) => ({
          value: name,
          label: t(`policy.fields.${name}`),
        }))}
        value={draft.inherit}
        onChange={(inherit) => onChange({ ...draft, inherit })}
        clearable
      />
      <Textarea
        label={t('batches.policy.note')}
        value={draft.note}
        maxLength={2000}
        autosize
        minRows={2}
        onChange={(event) => onChange({ ...draft, note: event.currentTarget.value })}
      />
    </Stack>
  )
}
