import { useQuery } from '@tanstack/react-query'
import { ActionDialog } from '../../ui/action/action-dialog.tsx'
import type { ActionContext, ActionOffer } from '../../ui/action/action-types.ts'
import type { FieldSchema } from '../../ui/form/schema-model.ts'
import type { ServicePage } from '../services/service-requests.ts'
import { loadOptionField } from './option-requests.ts'

type ServiceOption = ServicePage['options'][number]

/** What is done with the options of a service. */
export type OptionAct =
  | { verb: 'add_option'; optionId: string }
  | { verb: 'edit_option' | 'remove_option'; option: ServiceOption }

interface ServiceOptionDialogProps {
  act: OptionAct
  offer: ActionOffer | undefined
  service: ServicePage
  context: ActionContext
  onClose: () => void
}

const MONEY: FieldSchema = {
  type: 'object',
  properties: { amount: { type: 'string' }, currency: { type: 'string' } },
}

/** The action's own dialog, with the field of the option that it is about. */
export function ServiceOptionDialog(props: ServiceOptionDialogProps) {
  const { act, offer, service, context, onClose } = props
  const asked = act.verb === 'add_option' ? act.optionId : null
  const terms = { cycle: service.cycle, currency: service.price.currency }
  const field = useQuery({
    queryKey: ['product', 'option-field', asked, terms],
    queryFn: () => loadOptionField(asked ?? '', terms),
    enabled: asked !== null,
  })
  if (!offer?.form || (asked !== null && !field.data)) return null
  const subject = act.verb === 'add_option' ? null : act.option
  const value = field.data ?? (subject && act.verb === 'edit_option' ? valueField(subject) : null)
  return (
    <ActionDialog
      {...context}
      offer={{ ...offer, form: formOf(offer, value) }}
      subject={{ ...context.subject, name: subject?.text ?? context.subject.name }}
      initial={
        subject ? { edit_option: { value: subject.value, price: subject.price } } : undefined
      }
      toBody={(_verb, values) => toBody(act, values)}
      onClose={onClose}
    />
  )
}

/** The API's form without what the screen knows already, with the option's own field for its value. */
function formOf(offer: ActionOffer, value: FieldSchema | null) {
  const { price, billing, openRenewal } = offer.form?.properties ?? {}
  return {
    type: 'object',
    properties: {
      ...(value ? { value } : {}),
      ...(price ? { price: { ...MONEY, label: price.label } } : {}),
      ...(billing ? { billing } : {}),
      ...(openRenewal ? { openRenewal } : {}),
    },
    required: value ? ['value'] : [],
  }
}

/** What a value that is there already is typed as. */
function valueField({ kind, label }: ServiceOption): FieldSchema {
  if (kind === 'quantity') return { type: 'integer', label }
  return { type: kind === 'checkbox' ? 'boolean' : 'string', label }
}

function toBody(act: OptionAct, { price, ...values }: Record<string, unknown>) {
  const about = act.verb === 'add_option' ? { optionId: act.optionId } : { id: act.option.id }
  const amount = (price as { amount?: string } | undefined)?.amount
  return { ...about, ...values, ...(amount === undefined ? {} : { price: amount }) }
}
