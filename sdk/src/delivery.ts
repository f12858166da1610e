import type { z } from 'zod'
import type { ModuleContext, OperationContext } from './context.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { OrderField } from './order-fields.ts'
import type { Panel, PanelOutcome, PanelView, UsageFigure } from './panel.ts'
import type { Result } from './result.ts'
import type { Language, Text } from './text.ts'

/** One server as the module sees it: `settings` are parsed by `serverSettings`, secrets in clear. */
export interface ServerConfig<Settings = Record<string, unknown>> {
  readonly id: string
  readonly name: string
  readonly settings: Settings
}

/** Who the service belongs to. */
export interface CustomerInput {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly language: Language
}

/** One line of what a customer needs to use the resource; it goes into the welcome mail too. */
export interface ConnectionDetail {
  readonly label: Text
  /** The value itself; absent when it is a secret. */
  readonly value?: string
  /** Names a key of `Resource.secrets`; shown only on "reveal", mailed only as "see your area". */
  readonly secret?: string
  /** Where a click leads: `https:`, `http:`, `ssh:`, `mumble:` … */
  readonly href?: string
}

/** What exists on the server for a service, as the books keep it. */
export interface Resource {
  /** The provider's id; must stay the same for the life of the resource. */
  readonly remoteId: string
  /** Whatever the module wants to find again. Readable by staff: no secrets here. */
  readonly data: JsonObject
  /** Passwords and keys by name; encrypted at rest, revealed on demand. */
  readonly secrets: Readonly<Record<string, string>>
  readonly connection: readonly ConnectionDetail[]
}

/**
 * One option that the service was ordered with, or that staff added: `memory_gb` = 8. Which keys mean
 * something is the module's to say in its documentation; it passes over those it does not know.
 */
export interface OptionInput {
  /** As staff named it; the same key may be there twice, and then both are meant. */
  readonly key: string
  /** The text, `true` for a ticked box, the value of the choice, or the number of units. */
  readonly value: string | number | boolean
}

/** One service as the module sees it: plain data, a snapshot taken when the call is made. */
export interface ServiceInput<Product = Record<string, unknown>, Order = Record<string, unknown>> {
  /** Our service id, a UUID: the key that the resource is marked with. */
  readonly key: string
  /** The short number that people see: 1042. */
  readonly number: number
  /** The service's name as the customer may have changed it, 1–100 characters of any script. */
  readonly name: string
  readonly customer: CustomerInput
  /** The product's module settings, parsed by `productSettings`. */
  readonly product: Product
  /** What was given at order time, parsed by `orderForm`. */
  readonly orderData: Order
  /** What it has beyond its product, in the order of the shop; a change of them is a `changePlan`. */
  readonly options: readonly OptionInput[]
  /** Null before it was created. */
  readonly resource: Resource | null
  /** True while our books say suspended, or a suspension is on its way. */
  readonly suspended: boolean
  /**
   * Why it is suspended, in the customer's language and fit for them to read: what staff told them,
   * else the causes in words ("overdue"). Absent while it is not.
   */
  readonly suspensionReason?: string
}

/** How a resource is right now. `suspended` wins over `stopped`: it means "by us, or a panel". */
export type ObservedState = 'running' | 'stopped' | 'suspended' | 'changing'

/** One resource as the provider reports it, ours or not. */
export interface Observed {
  readonly remoteId: string
  /** Our key if it carries one, else null (another installation's key is returned as it is). */
  readonly key: string | null
  readonly name: string | null
  /** Whose it is: the owner's e-mail address where the provider knows one, else the user's name. */
  readonly owner: string | null
  /** The hosting plan, template or image, named as `planOf` names it. */
  readonly plan: string | null
  readonly state: ObservedState
  readonly usage: readonly UsageFigure[]
  /** When it was created, in epoch milliseconds, where the provider says so. */
  readonly createdAt: number | null
  /** The resource as `create` would have answered it; secrets that nobody can read back are absent. */
  readonly resource: Resource
}

/** One page of `list`. */
export interface ObservedPage {
  readonly items: readonly Observed[]
  /** Give it back for the next page; null on the last one. */
  readonly nextCursor: string | null
}

/** One thing that `testConnection` looked at, such as a permission that the credentials need. */
export interface ConnectionCheck {
  /** Stable within the module: `list_containers`. */
  readonly id: string
  readonly name: Text
  readonly ok: boolean
  /** What the provider answered, in its own words; no secrets. Empty when there is nothing to say. */
  readonly message: string
}

/** One entry of a choice list that is loaded from the server (`choices` metadata of a field). */
export interface Choice {
  readonly value: JsonValue
  readonly label: Text
  readonly help?: Text
}

/** A server that could take a new service. */
export interface ServerCandidate<Settings = Record<string, unknown>> {
  readonly server: ServerConfig<Settings>
  readonly placesUsed: number
  /** Null when the server has no limit. */
  readonly placesLimit: number | null
}

/** What `power` is asked to do. `stop` is polite, `kill` is not. */
export type PowerSignal = 'start' | 'stop' | 'restart' | 'kill'

/** Whether a reinstallation keeps the customer's data. */
export interface ReinstallInput {
  readonly keepData: boolean
}

type Form = z.ZodObject

/**
 * A delivery module: one object that looks after one type of service. All functions answer with a
 * `Result`; expected failures are returned, bugs are thrown. A throw, a time-out and `lost: true`
 * leave the operation *unknown*, which is resolved by `find`.
 *
 * Every change is idempotent by operation id and key: doing it twice is as good as once.
 */
export interface DeliveryModule<
  ServerForm extends Form = Form,
  ProductForm extends Form = Form,
  OrderForm extends Form = Form,
> {
  /** Lower-case word, stored with every service of this type: `proxmox`. */
  readonly id: string
  /** What staff read: "Proxmox VE". */
  readonly name: Text
  /** Kinds of service it can deliver: `['vps']`. */
  readonly kinds: readonly string[]
  /**
   * False when there is no server behind it (type `none`): its moves finish in the transaction that
   * requests them and its functions are not called by the operations engine.
   */
  readonly needsServer: boolean

  /** Credentials and options of one server. Fields with `secret: true` are encrypted at rest. */
  readonly serverSettings: ServerForm
  /** What a product fixes: plan, limits, image. */
  readonly productSettings: ProductForm
  /** What the customer is asked when ordering. */
  readonly orderForm: OrderForm
  /** Loaders of choice lists, by the name that a field's `choices` metadata gives. */
  readonly choices?: Readonly<
    Record<
      string,
      (
        ctx: ModuleContext,
        server: ServerConfig<z.output<ServerForm>>,
      ) => Promise<Result<readonly Choice[]>>
    >
  >

  /**
   * What this product asks besides `orderForm`, where only the server knows: the variables of an egg.
   * Read when the product is saved and when staff ask for it, kept with the product, and given back
   * in `service.orderData` under the fields' names.
   */
  orderFields?(
    ctx: ModuleContext,
    server: ServerConfig<z.output<ServerForm>>,
    product: z.output<ProductForm>,
  ): Promise<Result<readonly OrderField[]>>

  /** One check per permission or ability that the module needs; missing ones say so by name. */
  testConnection(
    ctx: ModuleContext,
    server: ServerConfig<z.output<ServerForm>>,
  ): Promise<Result<readonly ConnectionCheck[]>>

  /** Every resource there, ours or not, in pages; `cursor` is null for the first. */
  list(
    ctx: ModuleContext,
    server: ServerConfig<z.output<ServerForm>>,
    cursor: string | null,
  ): Promise<Result<ObservedPage>>

  /**
   * All resources that carry our key: none, one, or (a provider without unique keys) several. Must
   * ask the provider afresh: unknown outcomes are resolved by it.
   */
  find(
    ctx: ModuleContext,
    server: ServerConfig<z.output<ServerForm>>,
    key: string,
  ): Promise<Result<readonly Observed[]>>

  /** The observed state of one resource, or null when it is not there. */
  inspect(
    ctx: ModuleContext,
    server: ServerConfig<z.output<ServerForm>>,
    resource: Resource,
  ): Promise<Result<Observed | null>>

  /** Makes the resource, marked with `ctx.key`; one that already carries the key is taken over. */
  create(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<Resource>>

  /** Stops the service and keeps its data. Suspending what is suspended succeeds. */
  suspend(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<Resource>>

  /** Lets it run again. Unsuspending what is active succeeds. */
  unsuspend(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<Resource>>

  /** Removes it with its data. Terminating what is missing succeeds. */
  terminate(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<null>>

  /** How long after a lost `create` a resource may still appear, in milliseconds. */
  readonly settleMs: number
  /** The longest that one change may take before it is given up as unknown; default 60 000. */
  readonly timeLimitMs: number

  /** Marks the existing resource `service.resource` with our key and changes nothing else. */
  adopt?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<Resource>>

  /** Brings the resource to what `service.product` and `service.options` say now. */
  changePlan?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<Resource>>

  /** Gives the resource the name `service.name`. */
  rename?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<Resource>>

  /** Sets the resource up anew, with or without its data. */
  reinstall?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
    input: ReinstallInput,
  ): Promise<Result<Resource>>

  /** Makes a new password; it is in the `secrets` of the answer. */
  resetPassword?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<Resource>>

  /** Starts, stops or restarts it. Starting a suspended one is refused with `rejected`. */
  power?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
    signal: PowerSignal,
  ): Promise<Result<Resource>>

  /**
   * What `Observed.plan` says of a resource whose service has these settings and options. Berth notices
   * by it that the server runs another plan than the books say, and suggests the product when existing
   * resources are imported. Pure: it asks nobody, and equal input gives the equal text.
   *
   * @example planOf: (product) => product.package
   */
  planOf?(product: z.output<ProductForm>, options?: readonly OptionInput[]): string

  /**
   * Removes exactly this resource with its data and nothing else, whatever key it carries; removing what
   * is missing succeeds. Staff remove duplicates and leftovers by it. Without it, a resource that carries
   * the key of a service which has another one on the same server is left to them to remove by hand.
   */
  discard?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    resource: Resource,
  ): Promise<Result<null>>

  /** Hands the resource to `service.customer`. */
  changeOwner?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<Resource>>

  /**
   * The id of the server that shall take a new service. Without it: the healthy server of the group
   * with the most free places under its limit.
   */
  pickServer?(
    ctx: ModuleContext,
    candidates: readonly ServerCandidate<z.output<ServerForm>>[],
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
  ): Promise<Result<string>>

  /** Numbers with units and limits: memory 6 of 25 GB. */
  usage?(
    ctx: ModuleContext,
    server: ServerConfig<z.output<ServerForm>>,
    resource: Resource,
  ): Promise<Result<readonly UsageFigure[]>>

  /**
   * What staff and customers see of the service, as data (see `panel.ts`); the server checks it with
   * `panelSchema` and leaves out what the reader may not see. Without a view: everything.
   */
  panel?(
    ctx: ModuleContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
    view?: PanelView,
  ): Promise<Result<Panel>>

  /**
   * The forms of panel actions, by action id. The server checks the input with them before it calls
   * `panelAction`; the panel shows the same form as `formSchema(actionForms.reinstall)`.
   */
  readonly actionForms?: Readonly<Record<string, Form>>

  /** Carries out one action of the panel; `input` is parsed by `actionForms[actionId]`, else `{}`. */
  panelAction?(
    ctx: OperationContext,
    server: ServerConfig<z.output<ServerForm>>,
    service: ServiceInput<z.output<ProductForm>, z.output<OrderForm>>,
    actionId: string,
    input: Record<string, unknown>,
  ): Promise<Result<PanelOutcome>>
}

/** The members that `defineDeliveryModule` fills in when they are left out. */
type Defaulted = 'needsServer' | 'settleMs' | 'timeLimitMs'

/** What a module's author writes: a `DeliveryModule` where some members have a default. */
export type DeliveryModuleDefinition<S extends Form, P extends Form, O extends Form> = Omit<
  DeliveryModule<S, P, O>,
  Defaulted
> &
  Partial<Pick<DeliveryModule<S, P, O>, Defaulted>>

/**
 * Declares a delivery module, checks what can be checked before the first call and fills in the
 * defaults. Throws on a mistake of the author: a wrong id, a panel without `panelAction`.
 *
 * @example
 * export default defineDeliveryModule({
 *   id: 'proxmox',
 *   name: sameText('Proxmox VE'),
 *   kinds: ['vps'],
 *   serverSettings: z.object({ url: z.url().meta(field({ label: { en: 'Address', fr: 'Adresse' } })) }),
 *   …
 * })
 */
export function defineDeliveryModule<S extends Form, P extends Form, O extends Form>(
  definition: DeliveryModuleDefinition<S, P, O>,
): DeliveryModule<S, P, O> {
  if (!/^[a-z][a-z0-9_-]{1,31}$/.test(definition.id)) {
    throw new Error(`Module id "${definition.id}" must be a lower-case word of 2 to 32 characters`)
  }
  if (definition.kinds.length === 0) throw new Error(`Module ${definition.id} names no kind`)
  if (definition.actionForms && !definition.panelAction) {
    throw new Error(`Module ${definition.id} has action forms but no panelAction`)
  }
  return { ...definition, ...defaultsOf(definition) }
}

function defaultsOf(given: Partial<Pick<DeliveryModule, Defaulted>>) {
  return {
    needsServer: given.needsServer ?? true,
    settleMs: given.settleMs ?? 0,
    timeLimitMs: given.timeLimitMs ?? 60_000,
  }
}
