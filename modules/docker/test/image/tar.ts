/** One entry of an archive: a folder, a file, or a symbolic link. */
export type TarEntry =
  | { readonly name: string; readonly kind: 'folder' }
  | {
      readonly name: string
      readonly kind: 'file'
      readonly content: Uint8Array
      readonly mode: number
    }
  | { readonly name: string; readonly kind: 'link'; readonly target: string }

const BLOCK = 512
const TYPE = { file: '0', link: '2', folder: '5' } as const

/** Packs entries as a POSIX `ustar` archive, all owned by root and of the epoch's first second. */
export function packTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = entry.kind === 'file' ? Buffer.from(entry.content) : Buffer.alloc(0)
    return [headerOf(entry, content.length), content, Buffer.alloc(-content.length & (BLOCK - 1))]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

function headerOf(entry: TarEntry, size: number): Buffer {
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, length: number) =>
    `${value.toString(8).padStart(length - 1, '0')}\0`
  header.write(entry.name, 0, 100)
  header.write(octal(entry.kind === 'file' ? entry.mode : 0o755, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(size, 12), 124)
  header.write(octal(0, 12), 136)
  header.write(' '.repeat(8), 148)
  header.write(TYPE[entry.kind], 156)
  if (entry.kind === 'link') header.write(entry.target, 157, 100)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
