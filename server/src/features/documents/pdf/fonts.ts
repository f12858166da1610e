import { createRequire } from 'node:module'
import { type Font, openSync } from 'fontkit'
import type PDFDocument from 'pdfkit'

const fontPath = (name: string) =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)

const opened = new Map<string, Font>()

/**
 * A font, read and parsed once per process: that is most of the work of drawing a document. pdfkit
 * takes an opened font wherever it takes a file, which its types do not say.
 */
function fontOf<Accepted>(name: string): Accepted {
  const font = opened.get(name) ?? (openSync(fontPath(name)) as Font)
  opened.set(name, font)
  return font as unknown as Accepted
}

/** What a document begins with, so that pdfkit does not read a font of its own first. */
export const firstFont = () => fontOf<string>('DejaVuSans')

/** Makes `regular` and `bold` known to a document. */
export function registerFonts(pdf: InstanceType<typeof PDFDocument>): void {
  pdf.registerFont('regular', fontOf<Buffer>('DejaVuSans'))
  pdf.registerFont('bold', fontOf<Buffer>('DejaVuSans-Bold'))
}
