import type { Context } from '../../context.ts'

/** An action of a service's panel, as the operation that carries it out keeps it. */
export interface PanelCall {
  panelAction: string
  /** What was typed in, sealed: it may hold a password. */
  sealedInput: string
}

const contextOf = (serviceId: string) => `panel-input:${serviceId}`

export function sealPanelCall(
  ctx: Context,
  serviceId: string,
  call: { actionId: string; input: Record<string, unknown> },
): PanelCall & Record<string, unknown> {
  const sealedInput = ctx.secrets.seal(JSON.stringify(call.input), contextOf(serviceId))
  return { panelAction: call.actionId, sealedInput }
}

/** Null for operations that no panel asked for. */
export function openPanelCall(
  ctx: Context,
  serviceId: string,
  input: Record<string, unknown>,
): { actionId: string; input: Record<string, unknown> } | null {
  const { panelAction, sealedInput } = input
  if (typeof panelAction !== 'string' || typeof sealedInput !== 'string') return null
  const typed = JSON.parse(ctx.secrets.open(sealedInput, contextOf(serviceId)))
  return { actionId: panelAction, input: typed as Record<string, unknown> }
}
