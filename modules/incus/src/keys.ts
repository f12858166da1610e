/** What we write on an instance, in keys that the server keeps and does not look at. */
export const KEYS = {
  /** Our service id. */
  key: 'user.berth.key',
  /** The service's name; the instance's own is a host name and cannot change while it runs. */
  name: 'user.berth.name',
  /** The customer's e-mail. */
  owner: 'user.berth.owner',
  /** The image that it was made from, as the product names it. */
  image: 'user.berth.image',
  /** `yes` while suspended; `autostart` keeps what `boot.autostart` was before. */
  suspended: 'user.berth.suspended',
  autostart: 'user.berth.autostart',
  /** `making` until a creation or a rebuilding has come to its end. */
  phase: 'user.berth.phase',
} as const
