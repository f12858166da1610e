import type { AllocationRow, EggRow, NodeRow, PanelState, ServerRow, UserRow } from './state.ts'

/** How the panel tells what it has; held against `schemas.ts` on every answer. */

const AT = '2025-03-10T12:00:00+00:00'
const stamps = { created_at: AT, updated_at: AT }
const many = (data: unknown[]) => ({ object: 'list', data })

export function pageOf(rows: unknown[], query: URLSearchParams, standard = 50) {
  const perPage = Number(query.get('per_page') ?? standard)
  const page = Number(query.get('page') ?? 1)
  const data = rows.slice((page - 1) * perPage, page * perPage)
  const total_pages = Math.max(1, Math.ceil(rows.length / perPage))
  const counts = { total: rows.length, count: data.length, per_page: perPage }
  const pagination = { ...counts, current_page: page, total_pages, links: {} }
  return { object: 'list', data, meta: { pagination } }
}

export function userView(user: UserRow) {
  const { id, external_id, uuid, username, email, first_name, last_name, root_admin } = user
  const name = { first_name, last_name, language: 'en', root_admin }
  const twoFactor = { '2fa_enabled': false, '2fa': false }
  const attributes = { id, external_id, uuid, username, email, ...name, ...twoFactor, ...stamps }
  return { object: 'user', attributes }
}

export function allocationView({ id, ip, alias, port, server }: AllocationRow) {
  const attributes = { id, ip, alias, port, notes: null, assigned: server !== null }
  return { object: 'allocation', attributes }
}

export function nodeView(state: PanelState, node: NodeRow) {
  const { id, uuid, name, location, fqdn, memory, disk, maintenance } = node
  const used = [...state.servers.values()].filter((one) => one.node === id)
  return {
    object: 'node',
    attributes: {
      id,
      uuid,
      public: true,
      name,
      description: null,
      location_id: location,
      fqdn,
      scheme: 'https',
      behind_proxy: false,
      maintenance_mode: maintenance,
      memory,
      memory_overallocate: 0,
      disk,
      disk_overallocate: 0,
      upload_size: 100,
      daemon_listen: 8080,
      daemon_sftp: 2022,
      daemon_base: '/var/lib/pterodactyl/volumes',
      ...stamps,
      allocated_resources: {
        memory: used.reduce((sum, one) => sum + one.limits.memory, 0),
        disk: used.reduce((sum, one) => sum + one.limits.disk, 0),
      },
    },
  }
}

export function locationView(location: { id: number; short: string; long: string }) {
  return { object: 'location', attributes: { ...location, ...stamps } }
}

export function eggView(egg: EggRow, withVariables: boolean) {
  const { id, uuid, name, nest, docker_image, startup } = egg
  const config = { files: {}, startup: {}, stop: 'stop', logs: [], file_denylist: [] }
  const script = { privileged: true, install: '#!/bin/ash', entry: 'ash', container: 'alpine' }
  const variables = egg.variables.map((variable) => ({
    object: 'egg_variable',
    attributes: { ...variable, egg_id: id, description: '', user_viewable: true, ...stamps },
  }))
  return {
    object: 'egg',
    attributes: {
      id,
      uuid,
      name,
      nest,
      author: 'support@example.test',
      description: null,
      docker_image,
      docker_images: { Standard: docker_image },
      config: { ...config, extends: null },
      startup,
      script: { ...script, extends: null },
      ...stamps,
      ...(withVariables ? { relationships: { variables: many(variables) } } : {}),
    },
  }
}

export function nestView(
  state: PanelState,
  nest: { id: number; uuid: string; name: string },
  withEggs: boolean,
) {
  const eggs = [...state.eggs.values()].filter((egg) => egg.nest === nest.id)
  const relationships = { eggs: many(eggs.map((egg) => eggView(egg, false))) }
  const author = { author: 'support@example.test', description: null }
  const attributes = { ...nest, ...author, ...stamps, ...(withEggs ? { relationships } : {}) }
  return { object: 'nest', attributes }
}

export function serverView(state: PanelState, server: ServerRow, query: URLSearchParams) {
  const { id, external_id, uuid, name, description, status, user, node, allocation } = server
  const relationships = includedOf(state, server, (query.get('include') ?? '').split(','))
  const limits = { threads: null, ...server.limits, oom_disabled: server.oom_disabled }
  return {
    object: 'server',
    attributes: {
      id,
      external_id,
      uuid,
      identifier: uuid.slice(0, 8),
      name,
      description,
      status,
      suspended: status === 'suspended',
      limits,
      feature_limits: { allocations: 0, ...server.feature_limits },
      user,
      node,
      allocation,
      nest: state.eggs.get(server.egg)?.nest,
      egg: server.egg,
      container: {
        startup_command: server.startup,
        image: server.image,
        installed: status === 'installing' || status === 'install_failed' ? 0 : 1,
        environment: { ...server.environment, STARTUP: server.startup, P_SERVER_UUID: uuid },
      },
      updated_at: server.createdAt,
      created_at: server.createdAt,
      ...(relationships ? { relationships } : {}),
    },
  }
}

function includedOf(state: PanelState, server: ServerRow, wanted: readonly string[]) {
  const included: Record<string, unknown> = {}
  const user = state.users.get(server.user)
  const node = state.nodes.get(server.node)
  const egg = state.eggs.get(server.egg)
  if (wanted.includes('allocations')) {
    const own = [...state.allocations.values()].filter((one) => one.server === server.id)
    included.allocations = many(own.map(allocationView))
  }
  if (wanted.includes('user') && user) included.user = userView(user)
  if (wanted.includes('node') && node) included.node = nodeView(state, node)
  if (wanted.includes('egg') && egg) included.egg = eggView(egg, false)
  return Object.keys(included).length > 0 ? included : null
}
