import { z } from 'zod'

/*
 * Parameters and answers of the routes in use, written from the API viewer of Proxmox VE:
 * https://pve.proxmox.com/pve-docs/api-viewer/index.html#<path>. Parameters come urlencoded, so that
 * all are texts; a field that is not here is refused.
 */

const int = z.string().regex(/^\d+$/)
const flag = z.enum(['0', '1'])
const text = z.string().min(1)
const vmid = z.string().regex(/^[1-9]\d{2,8}$/)
/** Format `dns-name`. */
const dnsName = z
  .string()
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
  )
/** Format `pve-tag-list` of `pve-tag`. */
const tags = z.string().regex(/^([A-Za-z0-9_][A-Za-z0-9_\-+.]*(;[A-Za-z0-9_][A-Za-z0-9_\-+.]*)*)?$/)
const net = z.string().regex(/^[a-z]\w*(=[^,]+)?(,[a-z]\w*=[^,]+)*$/)
const ip = z.string().regex(/^(ip6?|gw6?)=[^,]+(,(ip6?|gw6?)=[^,]+)*$/)
const size = z.string().regex(/^\+?\d+(\.\d+)?[KMGT]?$/)

const none = z.strictObject({})

const sharedConfig = {
  tags: tags.optional(),
  description: z.string().max(8192).optional(),
  onboot: flag.optional(),
  cores: int.optional(),
  memory: int.optional(),
  net0: net.optional(),
  nameserver: text.optional(),
  searchdomain: text.optional(),
  digest: z.string().max(40).optional(),
}

/** By what the request is for. */
export const PARAMETERS = {
  none,
  nextid: z.strictObject({ vmid: vmid.optional() }),
  nodeTasks: z.strictObject({ source: z.enum(['archive', 'active', 'all']).optional() }),
  taskLog: z.strictObject({ start: int.optional(), limit: int.optional() }),
  nodeStorages: z.strictObject({ content: text.optional(), enabled: flag.optional() }),
  content: z.strictObject({ content: text.optional(), vmid: vmid.optional() }),
  vzdump: z.strictObject({
    vmid,
    storage: text,
    mode: z.enum(['snapshot', 'suspend', 'stop']),
    compress: z.enum(['0', '1', 'gzip', 'lzo', 'zstd']),
    remove: flag,
    'notes-template': z.string().max(1024),
  }),
  qemuClone: z.strictObject({
    newid: vmid,
    name: dnsName.optional(),
    full: flag,
    target: text.optional(),
    storage: text.optional(),
    pool: text.optional(),
    description: text.optional(),
  }),
  lxcClone: z.strictObject({
    newid: vmid,
    hostname: dnsName.optional(),
    full: flag,
    target: text.optional(),
    storage: text.optional(),
    pool: text.optional(),
    description: text.optional(),
  }),
  /** Only restoring is in use. */
  qemuCreate: z.strictObject({
    vmid,
    archive: text,
    force: flag,
    storage: text.optional(),
  }),
  lxcCreate: z.strictObject({
    vmid,
    ostemplate: z.string().min(1).max(255),
    hostname: dnsName.optional(),
    rootfs: z
      .string()
      .regex(/^[\w-]+:\d+$/)
      .optional(),
    cores: int.optional(),
    memory: int.optional(),
    swap: int.optional(),
    unprivileged: flag.optional(),
    password: z.string().min(5).optional(),
    'ssh-public-keys': text.optional(),
    pool: text.optional(),
    description: text.optional(),
    restore: flag.optional(),
    force: flag.optional(),
    storage: text.optional(),
  }),
  qemuConfig: z.strictObject({
    ...sharedConfig,
    name: dnsName.optional(),
    sockets: int.optional(),
    ciuser: text.optional(),
    cipassword: text.optional(),
    sshkeys: z
      .string()
      .regex(/^[-%a-zA-Z0-9_.!~*'()]+$/)
      .optional(),
    ipconfig0: ip.optional(),
  }),
  lxcConfig: z.strictObject({
    ...sharedConfig,
    hostname: dnsName.optional(),
    swap: int.optional(),
  }),
  resize: z.strictObject({ disk: text, size }),
  shutdown: z.strictObject({ timeout: int.optional(), forceStop: flag.optional() }),
  destroy: z.strictObject({ purge: flag.optional() }),
  password: z.strictObject({ username: text, password: z.string().min(5).max(1024) }),
  vncproxy: z.strictObject({ websocket: flag.optional() }),
  rrd: z.strictObject({
    timeframe: z.enum(['hour', 'day', 'week', 'month', 'year']),
    cf: z.enum(['AVERAGE', 'MAX']).optional(),
  }),
  snapshot: z.strictObject({
    snapname: z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{1,39}$/),
    description: text.optional(),
  }),
} as const

const bit = z.union([z.literal(0), z.literal(1)])
const upid = z.string().regex(/^UPID:/)
const status = z.enum(['running', 'stopped'])
const number = z.number()

const numbers = {
  cpu: number,
  mem: z.int(),
  maxmem: z.int(),
  maxdisk: z.int(),
  netin: z.int(),
  netout: z.int(),
  uptime: z.int(),
}

/** By what the answer says. */
export const ANSWERS = {
  nothing: z.null(),
  upid,
  version: z.strictObject({ version: z.string(), release: z.string(), repoid: z.string() }),
  nextid: z.int(),
  permissions: z.record(z.string(), z.record(z.string(), bit)),
  resources: z.array(
    z.strictObject({
      id: z.string(),
      type: z.enum(['node', 'storage', 'qemu', 'lxc']),
      node: z.string(),
      status: z.string().optional(),
      vmid: z.int().optional(),
      name: z.string().optional(),
      tags: z.string().optional(),
      lock: z.string().optional(),
      template: bit.optional(),
      maxcpu: number.optional(),
      maxmem: z.int().optional(),
      mem: z.int().optional(),
      maxdisk: z.int().optional(),
      disk: z.int().optional(),
      storage: z.string().optional(),
      shared: bit.optional(),
      content: z.string().optional(),
    }),
  ),
  nodeTasks: z.array(
    z.strictObject({
      upid,
      node: z.string(),
      type: z.string(),
      id: z.string(),
      user: z.string(),
      pid: z.int(),
      pstart: z.int(),
      starttime: z.int(),
      endtime: z.int().optional(),
      status: z.string().optional(),
    }),
  ),
  taskStatus: z.strictObject({
    upid,
    node: z.string(),
    type: z.string(),
    id: z.string(),
    user: z.string(),
    pid: z.int(),
    pstart: z.int(),
    starttime: z.int(),
    status,
    exitstatus: z.string().optional(),
  }),
  taskLog: z.array(z.strictObject({ n: z.int(), t: z.string() })),
  storages: z.array(
    z.strictObject({
      storage: z.string(),
      type: z.string(),
      content: z.string(),
      shared: bit,
      active: bit,
      enabled: bit,
      total: z.int(),
      used: z.int(),
      avail: z.int(),
    }),
  ),
  content: z.array(
    z.strictObject({
      volid: z.string(),
      format: z.string(),
      size: z.int(),
      ctime: z.int().optional(),
      notes: z.string().optional(),
      vmid: z.int().optional(),
    }),
  ),
  config: z.record(z.string(), z.union([z.string(), number])),
  pending: z.array(
    z.strictObject({
      key: z.string(),
      value: z.string().optional(),
      pending: z.string().optional(),
    }),
  ),
  qemuStatus: z.strictObject({
    ...numbers,
    status,
    qmpstatus: z.string(),
    vmid: z.int(),
    name: z.string().optional(),
    cpus: number,
    lock: z.string().optional(),
    tags: z.string().optional(),
    agent: bit.optional(),
    ha: z.strictObject({ managed: bit }),
  }),
  lxcStatus: z.strictObject({
    ...numbers,
    status,
    vmid: z.int(),
    name: z.string().optional(),
    cpus: number,
    disk: z.int(),
    maxswap: z.int(),
    tags: z.string().optional(),
    ha: z.strictObject({ managed: bit }),
  }),
  agent: z.strictObject({ result: z.strictObject({}) }),
  vncproxy: z.strictObject({
    port: z.int(),
    ticket: z.string(),
    cert: z.string(),
    upid,
    user: z.string(),
  }),
  rrd: z.array(z.record(z.string(), number)),
  snapshots: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      snaptime: z.int().optional(),
      parent: z.string().optional(),
    }),
  ),
} as const
