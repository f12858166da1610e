import { Accordion, Alert, Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../../api/problem.ts'
import { SettingsLayout } from '../../../features/settings/settings-layout.tsx'
import {
  publishTerms,
  type TermsVersion,
  termsQuery,
} from '../../../features/settings/settings-requests.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { ConfirmDialog } from '../../../ui/action/confirm-dialog.tsx'
import { LocalTextInput } from '../../../ui/form/local-text-input.tsx'
import { localText } from '../../../ui/form/schema-model.ts'
import { Section } from '../../../ui/page/section.tsx'
import { notifyDone } from '../../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** The terms of sale: the version in force, and those before. */
export default function TermsPage() {
  return (
    <RequirePermission permission="settings:read">
      <SettingsLayout>
        <Terms />
      </SettingsLayout>
    </RequirePermission>
  )
}

function Terms() {
  const { t } = useTranslation()
  const terms = useQuery(termsQuery)
  if (terms.isError) return <ErrorState error={terms.error} />
  if (terms.isPending) return <LoadingState />
  const [current, ...former] = terms.data
  return (
    <Stack gap="md">
      <Editor key={current?.id ?? 'none'} current={current} />
      {former.length > 0 && (
        <Section title={t('settings.terms.former')}>
          <Former versions={former} />
        </Section>
      )}
    </Stack>
  )
}

function Editor({ current }: { current: TermsVersion | undefined }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('settings:update')
  const [text, setText] = useState(current?.text ?? { en: '', fr: '' })
  const [isAsking, setAsking] = useState(false)
  const publish = useMutation({
    mutationFn: () => publishTerms(text),
    onSuccess: async () => {
      setAsking(false)
      notifyDone(t('settings.terms.published'))
      await queries.invalidateQueries({ queryKey: termsQuery.queryKey })
    },
  })
  const isChanged = text.en !== (current?.text.en ?? '') || text.fr !== (current?.text.fr ?? '')
  const isComplete = text.en.trim() !== '' && text.fr.trim() !== ''
  return (
    <Section title={t('settings.terms.title')} text={t('settings.terms.text')}>
      <Stack gap="sm">
        {current ? (
          <Text size="sm" c="dimmed" component="div">
            {t('settings.terms.inForce')} <TimeText at={current.publishedAt} as="instant" />
          </Text>
        ) : (
          <Alert color="yellow" py="xs">
            {t('settings.terms.none')}
          </Alert>
        )}
        <LocalTextInput
          label={t('settings.terms.label')}
          value={text}
          onChange={setText}
          errors={fieldErrors(publish.isError ? toProblem(publish.error) : null)}
          pointer="/text"
          isMultiline
          required
        />
        <Button
          w="fit-content"
          size="sm"
          disabled={!mayWrite || !isChanged || !isComplete}
          onClick={() => setAsking(true)}
        >
          {t('settings.terms.publish')}
        </Button>
      </Stack>
      {isAsking && (
        <ConfirmDialog
          title={t('settings.terms.publish')}
          text={t('settings.terms.confirm')}
          confirmLabel={t('settings.terms.publish')}
          isPending={publish.isPending}
          error={publish.error}
          onConfirm={() => publish.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}

function Former({ versions }: { versions: TermsVersion[] }) {
  const { i18n } = useTranslation()
  return (
    <Accordion variant="contained">
      {versions.map((version) => (
        <Accordion.Item key={version.id} value={version.id}>
          <Accordion.Control>
            <TimeText at={version.publishedAt} as="instant" />
          </Accordion.Control>
          <Accordion.Panel>
            <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
              {localText(version.text, i18n.language)}
            </Text>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}
