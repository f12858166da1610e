import {
  type Choice,
  fail,
  type ModuleContext,
  type OrderField,
  ok,
  type Result,
  sameText,
} from '@berth/sdk'
import { z } from 'zod'
import { connect, type Pve, type Server } from './client.ts'
import { type Cluster, type Guest, readCluster } from './cluster.ts'
import { type ProxmoxProduct, type ProxmoxService, wordsOf } from './forms.ts'
import { type GuestConfig, readConfig } from './guest-config.ts'

/** What a guest is made from: a template of the cluster, or an archive for containers. */
export type Source =
  | {
      readonly kind: 'clone'
      /** One per node that has it. */
      readonly templates: readonly Guest[]
      readonly config: GuestConfig
      /** Any node can be given a copy: all of its disks are on shared storage. */
      readonly isShared: boolean
    }
  | { readonly kind: 'archive'; readonly volume: string }

/** The template that a service is made from: the customer's choice if the product allows it. */
export function templateOf(service: ProxmoxService, chosen = ''): Result<string> {
  const { product, orderData, resource } = service
  const installed = resource?.data.template
  const wanted = chosen || (typeof installed === 'string' ? installed : (orderData.template ?? ''))
  if (wanted === '' || wanted === product.template) return ok(product.template)
  if (templatesOf(product).includes(wanted) || wanted === installed) return ok(wanted)
  return fail('rejected', `The template ${wanted} is not one of this product`, {
    pointer: '/orderData/template',
  })
}

/** The templates of a product, its usual one first. */
export function templatesOf({ template, templates }: ProxmoxProduct): string[] {
  return [...new Set([template, ...linesOf(templates)])]
}

/** `local:vztmpl/debian-12-standard_12.2-1_amd64.tar.zst` is `debian-12-standard_12.2-1_amd64`. */
export function systemOf(template: string): string {
  return template.replace(/^.*[:/]/, '').replace(/\.tar\.\w+$/, '')
}

/** A product that offers several templates asks for one of them. */
export async function orderFields(
  _ctx: ModuleContext,
  _server: Server,
  product: ProxmoxProduct,
): Promise<Result<readonly OrderField[]>> {
  const templates = templatesOf(product)
  if (templates.length === 1) return ok([])
  return ok([
    {
      type: 'choice',
      name: 'template',
      label: { en: 'System', fr: 'Système' },
      required: true,
      default: product.template,
      options: templates.map((value) => ({ value, label: sameText(systemOf(value)) })),
    },
  ])
}

/** Templates in the product's list: one per line, as names may hold anything else. */
export function linesOf(templates: string): string[] {
  return templates
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Looks up a template by name, number, or volume of an archive. */
export async function findSource(
  pve: Pve,
  cluster: Cluster,
  product: ProxmoxProduct,
  template: string,
): Promise<Result<Source>> {
  if (template.includes(':')) {
    if (product.guest === 'lxc') return ok({ kind: 'archive', volume: template })
    return noTemplate(`${template} is an archive, which only containers are made from`)
  }
  const templates = cluster.guests.filter(
    (guest) =>
      guest.isTemplate &&
      guest.kind === product.guest &&
      (guest.name === template || String(guest.vmid) === template),
  )
  const [first] = templates
  if (!first) return noTemplate(`There is no template ${template} (${product.guest})`)
  const config = await readConfig(pve, first)
  if (!config.ok) return config
  if (product.guest === 'qemu' && !config.value.hasCloudInit) {
    return noTemplate(`The template ${template} has no cloud-init drive`)
  }
  const disk = config.value.disk
  if (disk && disk.gib > product.diskGb) {
    return fail('config', `The template’s disk of ${disk.gib} GiB is larger than the product’s`, {
      pointer: '/product/diskGb',
    })
  }
  const storage = disk?.volume.split(':')[0]
  const isShared = cluster.storages.some((one) => one.name === storage && one.isShared)
  return ok({ kind: 'clone', templates, config: config.value, isShared })
}

function noTemplate(message: string): Result<never> {
  return fail('config', message, { pointer: '/product/template' })
}

const storagesSchema = z.array(z.object({ storage: z.string() }))
const contentSchema = z.array(z.object({ volid: z.string() }))

/** All templates of the cluster, and the archives that containers can be made from. */
export async function templateChoices(
  ctx: ModuleContext,
  server: Server,
): Promise<Result<readonly Choice[]>> {
  const pve = connect(ctx, server)
  const cluster = await readCluster(pve)
  if (!cluster.ok) return cluster
  const names = new Set<string>()
  for (const guest of cluster.value.guests) {
    if (guest.isTemplate) names.add(guest.name ?? String(guest.vmid))
  }
  const archives = await listArchives(pve, cluster.value)
  if (!archives.ok) return archives
  return ok([
    ...[...names].sort().map((name) => ({ value: name, label: sameText(name) })),
    ...archives.value.map((volume) => ({ value: volume, label: sameText(systemOf(volume)) })),
  ])
}

async function listArchives(pve: Pve, cluster: Cluster): Promise<Result<string[]>> {
  const allowed = wordsOf(pve.settings.nodes)
  const nodes = cluster.nodes.filter(
    ({ name, isOnline }) => isOnline && (allowed.length === 0 || allowed.includes(name)),
  )
  const found = new Set<string>()
  for (const { name } of nodes) {
    const query = { content: 'vztmpl', enabled: true }
    const storages = await pve.get(`/nodes/${name}/storage`, storagesSchema, query)
    if (!storages.ok) return storages
    for (const { storage } of storages.value) {
      const path = `/nodes/${name}/storage/${storage}/content`
      const content = await pve.get(path, contentSchema, { content: 'vztmpl' })
      if (!content.ok) return content
      for (const { volid } of content.value) found.add(volid)
    }
  }
  return ok([...found].sort())
}
