import { Alert, Button, Grid, Group, Stack, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FieldProblem, toProblem } from '../../api/problem.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { LeaveGuard } from '../../ui/page/leave-guard.tsx'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { TemplatePreview } from './template-preview.tsx'
import {
  previewQuery,
  resetTemplate,
  saveTemplate,
  type Template,
  templateQuery,
  type Which,
  type Words,
} from './template-requests.ts'
import { VariablesPanel } from './variables-panel.tsx'

const TYPING_MS = 500

interface EditorProps {
  stored: Template
  which: Which
}

/** The words to write, what they may name, and how they read. */
export function TemplateEditor({ stored, which }: EditorProps) {
  const mayWrite = usePermission('mails:update')
  const [words, setWords] = useState<Words>({ subject: stored.subject, body: stored.body })
  const [serviceId, setServiceId] = useState<string | null>(null)
  const body = useRef<HTMLTextAreaElement>(null)
  const [settled] = useDebouncedValue(words, TYPING_MS)
  const preview = useQuery({
    ...previewQuery(which, settled, serviceId),
    enabled: mayWrite,
    placeholderData: keepPreviousData,
  })
  const isDirty = words.subject !== stored.subject || words.body !== stored.body
  const insert = (snippet: string) => {
    const field = body.current
    const at = field?.selectionStart ?? words.body.length
    const end = field?.selectionEnd ?? at
    setWords({ ...words, body: words.body.slice(0, at) + snippet + words.body.slice(end) })
    field?.focus()
  }
  return (
    <Stack gap="md">
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <WordsForm
            {...{ stored, which, words, setWords, isDirty, mayWrite, body }}
            error={preview.error}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <VariablesPanel
            variables={stored.variables}
            hasContent={stored.template === 'layout'}
            onInsert={mayWrite ? insert : undefined}
          />
        </Grid.Col>
      </Grid>
      {mayWrite && (
        <TemplatePreview
          {...{ which, words, serviceId, setServiceId }}
          query={preview}
          isWrong={preview.isError}
        />
      )}
    </Stack>
  )
}

interface FormProps extends EditorProps {
  words: Words
  setWords: (words: Words) => void
  isDirty: boolean
  mayWrite: boolean
  body: React.RefObject<HTMLTextAreaElement | null>
  /** What the preview found wrong. */
  error: unknown
}

function WordsForm({ stored, which, words, setWords, isDirty, mayWrite, body, error }: FormProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: () => saveTemplate(which, { ...words, version: stored.version }),
    onSuccess: async (answer) => {
      notifyDone(t('mailTemplates.saved'))
      queries.setQueryData(templateQuery(which).queryKey, answer)
      await queries.invalidateQueries({ queryKey: ['mail_template'] })
    },
  })
  const shown = save.error ?? error
  const problem = shown ? toProblem(shown) : null
  const errors = problem?.errors ?? []
  const isLayout = stored.template === 'layout'
  return (
    <Section title={t('mailTemplates.words')} aside={<LastChange stored={stored} />}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!save.isPending) save.mutate()
        }}
      >
        <Stack gap="sm">
          {!isLayout && (
            <Textarea
              label={t('mailTemplates.subject')}
              autosize
              minRows={1}
              required
              maxLength={2000}
              readOnly={!mayWrite}
              value={words.subject}
              error={said(errors, '/subject')}
              onChange={({ currentTarget: { value } }) =>
                setWords({ ...words, subject: value.replaceAll('\n', ' ') })
              }
            />
          )}
          <Textarea
            ref={body}
            label={t('mailTemplates.body')}
            description={t('mailTemplates.marks')}
            autosize
            minRows={14}
            maxRows={32}
            required
            maxLength={20_000}
            readOnly={!mayWrite}
            spellCheck
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={words.body}
            error={said(errors, '/body')}
            onChange={({ currentTarget: { value } }) => setWords({ ...words, body: value })}
          />
          {problem?.code === 'stale_form' ? (
            <Conflict which={which} />
          ) : (
            save.isError && errors.length === 0 && <ProblemAlert error={save.error} />
          )}
          {mayWrite && (
            <Group justify="space-between" gap="xs">
              <ResetButton {...{ stored, which, setWords, isDirty }} />
              <Button type="submit" disabled={!isDirty} loading={save.isPending}>
                {t('mailTemplates.save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      <LeaveGuard isDirty={isDirty && !save.isPending && !save.isSuccess} />
    </Section>
  )
}

/** All that is wrong with a field, a line each. */
function said(errors: readonly FieldProblem[], pointer: string) {
  const own = errors.filter((error) => error.pointer === pointer)
  return own.length > 0 ? own.map(({ detail }) => <div key={detail}>{detail}</div>) : undefined
}

function LastChange({ stored }: { stored: Template }) {
  const { t } = useTranslation()
  return (
    <Text size="xs" c="dimmed" component="div">
      {stored.changed ? (
        <>
          {t('mailTemplates.changedBy', { name: stored.updatedBy })}{' '}
          <TimeText at={stored.updatedAt} />
        </>
      ) : (
        t('mailTemplates.own')
      )}
    </Text>
  )
}

/** Somebody else was quicker: their words are looked at before ours replace them. */
function Conflict({ which }: { which: Which }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const theirs = async () => {
    await queries.invalidateQueries({ queryKey: templateQuery(which).queryKey })
  }
  return (
    <Alert color="yellow" title={t('mailTemplates.conflict.title')} role="alert">
      <Stack gap="xs">
        {t('mailTemplates.conflict.text')}
        <Button w="fit-content" size="xs" variant="default" onClick={() => void theirs()}>
          {t('mailTemplates.conflict.load')}
        </Button>
      </Stack>
    </Alert>
  )
}

interface ResetProps extends EditorProps {
  isDirty: boolean
  setWords: (words: Words) => void
}

/** Back to the program's own words: at once if ours were never saved, else after a question. */
function ResetButton({ stored, which, setWords, isDirty }: ResetProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const reset = useMutation({
    mutationFn: () => resetTemplate(which, stored.version),
    onSuccess: async (answer) => {
      notifyDone(t('mailTemplates.resetDone'))
      setAsking(false)
      setWords({ subject: answer.subject, body: answer.body })
      queries.setQueryData(templateQuery(which).queryKey, answer)
      await queries.invalidateQueries({ queryKey: ['mail_template'] })
    },
  })
  return (
    <>
      <Button
        variant="default"
        disabled={!stored.changed && !isDirty}
        onClick={() => (stored.changed ? setAsking(true) : setWords(stored.own))}
      >
        {t('mailTemplates.reset')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('mailTemplates.reset')}
          text={t('mailTemplates.resetText')}
          confirmLabel={t('mailTemplates.reset')}
          isDangerous
          isPending={reset.isPending}
          error={reset.error}
          onConfirm={() => reset.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
