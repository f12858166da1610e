import { Badge, Box, Code, Group, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import type { TemplateVariable } from './template-requests.ts'

interface VariablesPanelProps {
  variables: readonly TemplateVariable[]
  /** The words around every mail have a place for the mail itself. */
  hasContent: boolean
  /** Puts a snippet where the cursor stands; absent for who may only read. */
  onInsert?: (snippet: string) => void
}

/** What a template may name, each with what it means; a click puts it into the body. */
export function VariablesPanel({ variables, hasContent, onInsert }: VariablesPanelProps) {
  const { t } = useTranslation()
  return (
    <Section title={t('mailTemplates.variables.title')} text={t('mailTemplates.variables.text')}>
      <ScrollArea.Autosize mah={520} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Stack gap={2}>
          {hasContent && (
            <Entry
              {...{ path: 'content', means: t('mailTemplates.variables.content'), onInsert }}
              snippet="{{ content }}"
            />
          )}
          {variables.map((variable) => (
            <Entry
              key={`${variable.list} ${variable.path}`}
              {...variable}
              isPart={variable.list !== null || variable.path.includes('.')}
              onInsert={onInsert}
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
    </Section>
  )
}

interface EntryProps extends Pick<TemplateVariable, 'path' | 'means' | 'snippet'> {
  optional?: boolean
  values?: TemplateVariable['values']
  isPart?: boolean
  onInsert?: (snippet: string) => void
}

function Entry({ path, means, snippet, optional, values = [], isPart, onInsert }: EntryProps) {
  const { t } = useTranslation()
  const shown = (
    <Box pl={isPart ? 'md' : 0} py={3}>
      <Group gap={6}>
        <Code>{path}</Code>
        {optional && (
          <Badge size="xs" variant="default" tt="none" radius="sm">
            {t('mailTemplates.variables.optional')}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {means}
        {values.length > 0 &&
          ` (${values.map(({ value, means: said }) => `${value}: ${said}`).join(', ')})`}
      </Text>
    </Box>
  )
  if (!onInsert) return shown
  return (
    <UnstyledButton
      onClick={() => onInsert(snippet)}
      title={t('mailTemplates.variables.insert', { name: path })}
    >
      {shown}
    </UnstyledButton>
  )
}
