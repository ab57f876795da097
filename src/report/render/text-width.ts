/** The first character of the tables. */
const FIRST = 32;
/** Advance widths of Inter's printable ASCII characters, in thousandths of the font size. */
const REGULAR = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620,
  566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
  753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
  583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
  333, 426, 662,
];
const SEMIBOLD = [
  252, 321, 523, 644, 650, 1004, 663, 326, 373, 373, 540, 673, 319, 465, 319, 379, 660, 423, 623, 636, 666, 612, 640,
  576, 640, 640, 319, 329, 673, 673, 673, 543, 999, 728, 659, 737, 722, 605, 588, 749, 746, 277, 580, 703, 565, 922,
  759, 769, 645, 773, 652, 650, 660, 736, 728, 1020, 720, 713, 652, 373, 379, 373, 481, 469, 351, 574, 624, 583, 624,
  591, 389, 625, 612, 262, 262, 569, 262, 900, 612, 609, 624, 624, 397, 549, 353, 612, 587, 839, 569, 588, 566, 455,
  359, 455, 673,
];
/** Of any other character: as wide as most capitals. */
const OTHER = 700;

/** Readers without Inter see another font: of common ones DejaVu Sans is the widest. */
const WIDEST = 1.14;

/** How wide a text is at most, in pixels: charts are laid out without a browser. */
export function textWidth(text: string, fontSize: number, weight: 'normal' | 'semibold' = 'normal'): number {
  const widths = weight === 'normal' ? REGULAR : SEMIBOLD;
  let width = 0;
  for (const character of text) width += widths[character.codePointAt(0)! - FIRST] ?? OTHER;
  return (width * fontSize * WIDEST) / 1000;
}

/** Breaks a text between words into lines that fit; a figure keeps its percent sign. A word that does not fit by itself stays whole. */
export function wrap(text: string, width: number, fontSize: number, weight?: 'normal' | 'semibold'): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ (?!%)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, fontSize, weight) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
