import PDFDocument from 'pdfkit'
import { say } from '../../../platform/text.ts'
import type { DocumentSheet } from './document-sheet.ts'
import { firstFont, registerFonts } from './fonts.ts'
import { pdfTexts } from './texts.ts'

type Pdf = InstanceType<typeof PDFDocument>

/** A4 in points, with the room that text may take. */
const PAGE = { left: 48, right: 547, top: 48, bottom: 842 - 84, width: 499, height: 842 }
const INK = '#1b1f24'
const SOFT = '#5c6570'
const RULE = '#c9ced4'

/** Left edge and width of each column; all but the first are set to the right. */
const COLUMNS = [
  { x: PAGE.left, width: 231 },
  { x: 287, width: 34 },
  { x: 329, width: 82 },
  { x: 419, width: 40 },
  { x: 467, width: 80 },
] as const
const CELL = 9

/** Draws the sheet as a PDF. The same sheet gives the same bytes. */
export async function drawSheet(sheet: DocumentSheet): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: PAGE.top, bottom: 0, left: PAGE.left, right: PAGE.left },
    bufferPages: true,
    font: firstFont(),
    lang: sheet.language,
    displayTitle: true,
    info: {
      Title: `${sheet.title} ${sheet.name}`,
      Author: sheet.seller[0] ?? '',
      Creator: 'Berth',
      Producer: 'Berth',
      CreationDate: new Date(sheet.createdAt),
    },
  })
  registerFonts(pdf)
  const bytes = collect(pdf)
  drawHead(pdf, sheet)
  drawLines(pdf, sheet)
  drawTotals(pdf, sheet)
  drawNotes(pdf, sheet)
  drawFeet(pdf, sheet)
  pdf.end()
  return bytes
}

function collect(pdf: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = []
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
}

function drawHead(pdf: Pdf, sheet: DocumentSheet): void {
  const half = 240
  pdf.font('bold').fontSize(12).fillColor(INK)
  pdf.text(sheet.seller[0] ?? '', PAGE.left, PAGE.top, { width: half })
  pdf.font('regular').fontSize(CELL).fillColor(SOFT)
  for (const line of sheet.seller.slice(1)) pdf.text(line, { width: half })
  const sellerEnd = pdf.y
  const right = PAGE.right - half
  pdf.font('bold').fontSize(18).fillColor(INK)
  pdf.text(sheet.title, right, PAGE.top, { width: half, align: 'right' })
  pdf.moveDown(0.3)
  for (const [label, value] of sheet.facts) {
    const y = pdf.y
    pdf.font('regular').fontSize(CELL).fillColor(SOFT)
    pdf.text(label, right, y, { width: 118, align: 'right' })
    pdf.font('bold').fillColor(INK)
    pdf.text(value, right + 124, y, { width: half - 124, align: 'right' })
  }
  const y = Math.max(sellerEnd, pdf.y) + 24
  pdf.font('regular').fontSize(8).fillColor(SOFT)
  pdf.text(sheet.buyerTitle, right, y, { width: half })
  pdf.font('bold').fontSize(10).fillColor(INK)
  pdf.text(sheet.buyer[0] ?? '', right, pdf.y + 2, { width: half })
  pdf.font('regular').fontSize(CELL)
  for (const line of sheet.buyer.slice(1)) pdf.text(line, { width: half })
  pdf.y += 24
}

function drawLines(pdf: Pdf, sheet: DocumentSheet): void {
  drawHeadings(pdf, sheet)
  for (const line of sheet.lines) {
    pdf.font('regular').fontSize(CELL)
    const [first] = COLUMNS
    const labelHeight = pdf.heightOfString(line.label, { width: first.width })
    const height = labelHeight + (line.period ? 12 : 0) + 8
    if (pdf.y + height > PAGE.bottom) {
      pdf.addPage()
      drawHeadings(pdf, sheet)
    }
    const y = pdf.y + 4
    pdf.font('regular').fontSize(CELL).fillColor(INK)
    pdf.text(line.label, first.x, y, { width: first.width })
    line.cells.forEach((cell, index) => {
      cellAt(pdf, index + 1, cell, y)
    })
    if (line.period) {
      pdf.fontSize(7.5).fillColor(SOFT)
      pdf.text(line.period, first.x, y + labelHeight, { width: first.width })
    }
    pdf.y = y + height - 4
    rule(pdf, 0.5)
  }
}

function cellAt(pdf: Pdf, column: number, text: string, y: number): void {
  const place = COLUMNS[column]
  if (place) pdf.text(text, place.x, y, { width: place.width, align: 'right' })
}

function drawHeadings(pdf: Pdf, sheet: DocumentSheet): void {
  pdf.font('bold').fontSize(8).fillColor(SOFT)
  const heights = COLUMNS.map(({ width }, index) =>
    pdf.heightOfString(sheet.headings[index] ?? '', { width }),
  )
  const height = Math.max(...heights)
  const y = pdf.y
  sheet.headings.forEach((heading, index) => {
    const place = COLUMNS[index]
    const own = heights[index] ?? height
    if (place)
      pdf.text(heading, place.x, y + height - own, {
        width: place.width,
        align: index === 0 ? 'left' : 'right',
      })
  })
  pdf.y = y + height + 4
  rule(pdf, 1)
}

function rule(pdf: Pdf, width: number): void {
  pdf.moveTo(PAGE.left, pdf.y).lineTo(PAGE.right, pdf.y).lineWidth(width).strokeColor(RULE).stroke()
}

const TOTAL_ROW = 16

/** The totals stay together on one page. */
function drawTotals(pdf: Pdf, sheet: DocumentSheet): void {
  const rows = sheet.totals
  if (pdf.y + 12 + rows.length * TOTAL_ROW > PAGE.bottom) pdf.addPage()
  let y = pdf.y + 12
  for (const { label, value, strong } of rows) {
    pdf.font(strong ? 'bold' : 'regular').fontSize(strong ? 10 : CELL)
    pdf.fillColor(strong ? INK : SOFT).text(label, 240, y, { width: 200, align: 'right' })
    pdf.fillColor(INK).text(value, 446, y, { width: PAGE.right - 446, align: 'right' })
    y += TOTAL_ROW
  }
  pdf.y = y
}

function drawNotes(pdf: Pdf, sheet: DocumentSheet): void {
  for (const note of sheet.notes) {
    pdf.font('regular').fontSize(CELL)
    const height = note.reduce((sum, line) => sum + noteHeight(pdf, line), 0)
    if (pdf.y + 14 + height > PAGE.bottom) pdf.addPage()
    pdf.y += 14
    note.forEach((line, index) => {
      pdf
        .font(index === 0 && note.length > 1 ? 'bold' : 'regular')
        .fontSize(CELL)
        .fillColor(INK)
      pdf.text(line, PAGE.left, pdf.y, { width: PAGE.width })
    })
  }
}

const noteHeight = (pdf: Pdf, line: string) => pdf.heightOfString(line, { width: PAGE.width })

/** Legal lines, page numbers and the watermark, once the number of pages is known. */
function drawFeet(pdf: Pdf, sheet: DocumentSheet): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let index = start; index < start + count; index++) {
    pdf.switchToPage(index)
    if (sheet.watermark) drawWatermark(pdf, sheet.watermark)
    pdf.font('regular').fontSize(7).fillColor(SOFT)
    const foot = sheet.foot.slice(0, 5)
    let y = PAGE.height - 30 - foot.length * 9
    for (const line of foot) {
      pdf.text(line, PAGE.left, y, { width: PAGE.width, align: 'center', lineBreak: false })
      y += 9
    }
    const params = { page: index + 1, pages: count }
    const page = say({ key: pdfTexts['pdf.page'], params }, sheet.language)
    pdf.text(page, PAGE.left, y + 2, { width: PAGE.width, align: 'right', lineBreak: false })
  }
}

function drawWatermark(pdf: Pdf, text: string): void {
  pdf.save().rotate(-35, { origin: [PAGE.left + PAGE.width / 2, PAGE.height / 2] })
  pdf.font('bold').fontSize(90).fillColor('#d6336c', 0.12)
  pdf.text(text, PAGE.left, PAGE.height / 2 - 50, {
    width: PAGE.width,
    align: 'center',
    lineBreak: false,
  })
  pdf.restore().fillOpacity(1)
}
