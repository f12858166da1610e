import { Box, Button, Group, SimpleGrid, Stack, Stepper, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { type Module, modulesQuery } from '../products/catalog-requests.ts'
import { ModuleCard } from './module-card.tsx'
import { ServerForm } from './server-form.tsx'
import { ServerReady } from './server-ready.tsx'

/** What the address says: which step, and of what. */
interface NewServerAddress {
  type?: string
  server?: string
}

/** Adds a server in three steps, each with an address: what it is, how it is reached, does it work. */
export function NewServerSteps() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const address = useSearch({ strict: false }) as NewServerAddress
  const modules = useQuery(modulesQuery)
  const go = (search: NewServerAddress) => void navigate({ to: '.', search: search as never })
  if (modules.isPending) return <LoadingState />
  if (modules.isError) return <ErrorState error={modules.error} />
  const offered = modules.data.filter((module) => module.needsServer)
  const chosen = offered.find(({ id }) => id === address.type)
  const step = address.server ? 2 : chosen ? 1 : 0
  return (
    <Stack gap="lg">
      <Stepper active={step} size="xs" maw={860} allowNextStepsSelect={false}>
        {['what', 'how', 'works'].map((id) => (
          <Stepper.Step
            key={id}
            label={t(`servers.steps.${id}`)}
            allowStepSelect={false}
            style={{ cursor: 'default' }}
          />
        ))}
      </Stepper>
      {address.server ? (
        <ServerReady id={address.server} />
      ) : chosen ? (
        <HowStep
          module={chosen}
          onBack={() => go({})}
          onSaved={async (id) => {
            await queries.invalidateQueries({ queryKey: ['server'] })
            go({ server: id })
          }}
        />
      ) : (
        <WhatStep modules={offered} onChoose={(type) => go({ type })} />
      )}
    </Stack>
  )
}

function WhatStep(props: { modules: Module[]; onChoose: (type: string) => void }) {
  const { t } = useTranslation()
  const { modules, onChoose } = props
  if (modules.length === 0) {
    return <EmptyState title={t('servers.modules.none')} text={t('servers.modules.noneText')} />
  }
  return (
    <Box>
      <Text size="sm" c="dimmed" mb="sm">
        {t('servers.modules.choose')}
      </Text>
      <SimpleGrid component="ul" cols={{ base: 1, sm: 2, lg: 3 }} spacing="md" m={0} p={0}>
        {modules.map((module) => (
          <ModuleCard key={module.id} module={module} onChoose={() => onChoose(module.id)} />
        ))}
      </SimpleGrid>
    </Box>
  )
}

function HowStep(props: { module: Module; onBack: () => void; onSaved: (id: string) => void }) {
  const { t, i18n } = useTranslation()
  const { module, onBack, onSaved } = props
  return (
    <Box maw={860}>
      <Group mb="sm" gap="xs">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          onClick={onBack}
        >
          {t('servers.steps.back')}
        </Button>
        <Text fw={600}>{localText(module.name, i18n.language)}</Text>
      </Group>
      <ServerForm
        key={module.id}
        server={null}
        module={module}
        onSaved={(server) => onSaved(server.id)}
      />
    </Box>
  )
}
