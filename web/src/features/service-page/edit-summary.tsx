import { Box, Button, Checkbox, Group, Radio, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { toProblem } from '../../api/problem.ts'
import { ActionEffects } from '../../ui/action/action-preview.tsx'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import type { Edit } from './use-edit.ts'

interface EditSummaryProps {
  edit: Edit
  errors: Record<string, string>
  mayWrite: boolean
}

/** What was changed, what it will do, what the server asks first, and the button. */
export function EditSummary({ edit, errors, mayWrite }: EditSummaryProps) {
  const { t } = useTranslation()
  const { changed, isReady, preview, save, conflicts } = edit
  const isRefused = preview.data?.allowed === false && !preview.isFetching
  return (
    <Section title={t('servicePage.edit.summary')}>
      <Stack gap="sm">
        {changed.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('servicePage.edit.nothing')}
          </Text>
        ) : (
          <Text size="sm">
            {t('servicePage.edit.changed', {
              fields: changed.map((field) => t(`servicePage.edit.field.${field}`)).join(', '),
            })}
          </Text>
        )}
        {isReady && !preview.isError && (
          <ActionEffects
            preview={preview.data ?? { allowed: true }}
            isLoading={preview.isPending}
          />
        )}
        <Questions edit={edit} errors={errors} />
        {save.isError && <ProblemAlert error={save.error} withFields />}
        {!save.isError && preview.isError && isReady && (
          <ProblemAlert
            error={preview.error}
            withFields={toProblem(preview.error).status !== 422}
          />
        )}
        <Group gap="xs">
          <Button
            type="submit"
            form="edit-service"
            loading={save.isPending}
            disabled={!mayWrite || !isReady || isRefused || conflicts.length > 0}
          >
            {t('servicePage.edit.save')}
          </Button>
          {changed.length > 0 && (
            <Button variant="default" onClick={edit.discard}>
              {t('servicePage.edit.discard')}
            </Button>
          )}
        </Group>
      </Stack>
    </Section>
  )
}

/** Asked only when the server asks: its complaint about the answer's field is the question. */
function Questions({ edit, errors }: Omit<EditSummaryProps, 'mayWrite'>) {
  const { t } = useTranslation()
  const { answers, answer, preview } = edit
  const codes = new Set(preview.data?.errors?.map(({ code }) => code))
  const asksPast = answers.confirmPast || codes.has('expiry_has_passed')
  const asksRenewal = answers.openRenewal || '/openRenewal' in errors
  if (!edit.isReady || !(asksPast || asksRenewal)) return null
  return (
    <Box>
      {asksPast && (
        <Checkbox
          label={t('servicePage.edit.confirmPast')}
          checked={answers.confirmPast === true}
          onChange={(event) =>
            answer({ confirmPast: event.currentTarget.checked ? true : undefined })
          }
        />
      )}
      {asksRenewal && (
        <Radio.Group
          mt={asksPast ? 'sm' : 0}
          label={t('servicePage.edit.openRenewal')}
          description={t('servicePage.edit.openRenewalText')}
          value={answers.openRenewal ?? ''}
          onChange={(value) => answer({ openRenewal: value as 'keep' | 'remake' })}
        >
          <Stack gap={6} mt={6}>
            {(['keep', 'remake'] as const).map((value) => (
              <Radio key={value} value={value} label={t(`servicePage.edit.renewalIs.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
    </Box>
  )
}
