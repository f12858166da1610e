import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'
import { type MyMethods, storeMethod } from './method-queries.ts'

interface AddMethodProps {
  gateways: MyMethods['gateways']
  /** Whose auto-pay is switched on with what is stored. */
  serviceId: string | null
  label?: string
  variant?: 'filled' | 'default'
}

/** Leads to the gateway's own page; with several gateways one is chosen first. */
export function AddMethod({ gateways, serviceId, label, variant = 'filled' }: AddMethodProps) {
  const { t } = useTranslation()
  const store = useMutation({
    mutationFn: (gateway: string) => storeMethod({ gateway, serviceId }),
    onSuccess: ({ redirectUrl }) => window.location.assign(redirectUrl),
    onError: (error) => notifyProblem(error, t),
  })
  const start = useSingleFlight(store)
  const [only, ...others] = gateways
  if (!only) return null
  // The page is about to be left: the button stays busy until it is.
  const isBusy = store.isPending || store.isSuccess
  const words = label ?? t('myPaymentMethods.add')
  const icon = <IconPlus size={15} stroke={1.7} aria-hidden />
  if (others.length === 0) {
    return (
      <Button variant={variant} leftSection={icon} loading={isBusy} onClick={() => start(only.id)}>
        {words}
      </Button>
    )
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant={variant}
          leftSection={icon}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          loading={isBusy}
        >
          {words}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {gateways.map((gateway) => (
          <Menu.Item key={gateway.id} onClick={() => start(gateway.id)}>
            {gateway.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
