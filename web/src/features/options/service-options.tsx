import { ActionIcon, Badge, Button, Group, Menu, Stack, Table, Text, Tooltip } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionDialog } from '../../ui/action/action-dialog.tsx'
import type { ActionContext, ActionOffer } from '../../ui/action/action-types.ts'
import { localText } from '../../ui/form/schema-model.ts'
import { Section } from '../../ui/page/section.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { PriceText } from '../../ui/value/price-text.tsx'
import type { ServicePage } from '../services/service-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { optionsQuery } from './option-requests.ts'
import { type OptionAct, ServiceOptionDialog } from './service-option-dialog.tsx'

interface ServiceOptionsProps {
  service: ServicePage
  offers: ActionOffer[]
  context: ActionContext
}

/** What a service has beyond its product, and the coupon that goes on taking something off. */
export function ServiceOptions({ service, offers, context }: ServiceOptionsProps) {
  const { t } = useTranslation()
  const [act, setAct] = useState<OptionAct | null>(null)
  const [isEnding, setEnding] = useState(false)
  const offerOf = (verb: string) => offers.find((offer) => offer.id === `service.${verb}`)
  const { options, discount, recurringTotal } = service
  return (
    <Section
      title={t('options.ofService')}
      aside={<AddOption service={service} offer={offerOf('add_option')} onChoose={setAct} />}
    >
      <Stack gap="xs">
        {options.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('options.none')}
          </Text>
        ) : (
          <Table.ScrollContainer minWidth={300} type="native">
            <Table verticalSpacing={4} horizontalSpacing={6}>
              <Table.Tbody>
                {options.map((option) => (
                  <Table.Tr key={option.id}>
                    <Table.Td>
                      <Text size="sm">{option.text}</Text>
                      <Text size="xs" c="dimmed" ff="monospace">
                        {option.key}
                      </Text>
                    </Table.Td>
                    <Table.Td ta="right">
                      {option.recurring ? (
                        <PriceText price={option.price} cycle={service.cycle} />
                      ) : (
                        <>
                          <MoneyText value={option.price} />{' '}
                          <Badge size="xs" variant="light" color="gray" tt="none">
                            {t('options.once')}
                          </Badge>
                        </>
                      )}
                    </Table.Td>
                    <Table.Td w={70}>
                      <Group gap={4} justify="flex-end" wrap="nowrap">
                        {(['edit_option', 'remove_option'] as const).map((verb) => (
                          <OptionButton
                            key={verb}
                            verb={verb}
                            name={option.text}
                            offer={offerOf(verb)}
                            onClick={() => setAct({ verb, option })}
                          />
                        ))}
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        {discount && (
          <Group justify="space-between" wrap="nowrap">
            <DiscountText discount={discount} />
            <OptionButton
              verb="remove_discount"
              name={discount.code}
              offer={offerOf('remove_discount')}
              onClick={() => setEnding(true)}
            />
          </Group>
        )}
        {recurringTotal && (options.length > 0 || discount) && (
          <Group justify="space-between">
            <Text size="sm" fw={600}>
              {t('options.total')}
            </Text>
            <Text size="sm" fw={600} component="div">
              <PriceText price={recurringTotal} cycle={service.cycle} />
            </Text>
          </Group>
        )}
      </Stack>
      {isEnding && <EndDiscount offer={offerOf('remove_discount')} {...{ context, setEnding }} />}
      {act && (
        <ServiceOptionDialog
          act={act}
          offer={offerOf(act.verb)}
          service={service}
          context={context}
          onClose={() => setAct(null)}
        />
      )}
    </Section>
  )
}

interface EndDiscountProps {
  offer: ActionOffer | undefined
  context: ActionContext
  setEnding: (isEnding: boolean) => void
}

function EndDiscount({ offer, context, setEnding }: EndDiscountProps) {
  if (!offer) return null
  return <ActionDialog offer={offer} {...context} onClose={() => setEnding(false)} />
}

interface OptionButtonProps {
  verb: 'edit_option' | 'remove_option' | 'remove_discount'
  name: string
  offer: ActionOffer | undefined
  onClick: () => void
}

function OptionButton({ verb, name, offer, onClick }: OptionButtonProps) {
  const { t } = useTranslation()
  const label = t(`services.actions.${verb}.label`)
  const Icon = verb === 'edit_option' ? IconPencil : IconTrash
  const isAllowed = offer?.allowed === true
  return (
    <Tooltip label={isAllowed ? label : (offer?.reason?.text ?? label)}>
      <ActionIcon
        variant="subtle"
        color={verb === 'edit_option' ? 'gray' : 'red'}
        size="sm"
        aria-label={`${label}: ${name}`}
        aria-disabled={!isAllowed}
        data-disabled={!isAllowed || undefined}
        onClick={() => isAllowed && onClick()}
      >
        <Icon size={15} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

interface AddOptionProps {
  service: ServicePage
  offer: ActionOffer | undefined
  onChoose: (act: OptionAct) => void
}

/** The options there are, the product's own first. */
function AddOption({ service, offer, onChoose }: AddOptionProps) {
  const { t, i18n } = useTranslation()
  const mayRead = usePermission('products:read')
  const options = useQuery({ ...optionsQuery, enabled: mayRead && offer?.allowed === true })
  const isOwn = (option: { products: { id: string }[] }) =>
    option.products.some((product) => product.id === service.product?.id)
  const all = [...(options.data ?? [])].sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
  const isPossible = offer?.allowed === true && mayRead
  return (
    <Menu position="bottom-end" disabled={!isPossible}>
      <Tooltip label={offer?.reason?.text} disabled={!offer?.reason}>
        <Menu.Target>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            aria-disabled={!isPossible}
            data-disabled={!isPossible || undefined}
          >
            {t('services.actions.add_option.label')}
          </Button>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {options.data?.length === 0 && <Menu.Label>{t('options.noneAtAll')}</Menu.Label>}
        {all.map((option) => (
          <Menu.Item
            key={option.id}
            onClick={() => onChoose({ verb: 'add_option', optionId: option.id })}
          >
            {localText(option.label, i18n.language)}{' '}
            <Text span size="xs" c="dimmed">
              {option.key}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The coupon that is still in the price, and for how long. */
export function DiscountText({ discount }: { discount: NonNullable<ServicePage['discount']> }) {
  const { t, i18n } = useTranslation()
  const { code, kind, basisPoints, amount, renewalsLeft } = discount
  const percent = new Intl.NumberFormat(i18n.language).format(basisPoints / 100)
  return (
    <Text size="sm" component="div">
      {t('options.coupon', { code })}{' '}
      {kind === 'percent'
        ? `−${percent} %`
        : amount && (
            <>
              −<MoneyText value={amount} />
            </>
          )}
      {' · '}
      {renewalsLeft === null
        ? t('options.couponForever')
        : t('options.couponLeft', { count: renewalsLeft })}
    </Text>
  )
}
