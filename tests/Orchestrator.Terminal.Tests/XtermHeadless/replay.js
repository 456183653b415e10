// Replays frames in xterm.js and tells what it shows. One JSON object a line: in {columns, rows, reset, data (base64)}, out {rows, cursor}.
// A row is a list of runs [style, [text, ...]]; a cell without text is the right half of a wide one.
const { Terminal } = require('@xterm/headless');
const { Unicode11Addon } = require('@xterm/addon-unicode11');
const lines = require('readline').createInterface({ input: process.stdin });

let terminal;

function color(mode, value) {
  // Attributes.CM_* of xterm.js: 16 and 256 colours are both palette entries, RGB is 3.
  return mode === 3 ? '#' + value.toString(16).padStart(6, '0') : mode === 0 ? 'default' : 'idx:' + value;
}

function style(cell) {
  const extended = cell.extended;
  const flags = [cell.isBold(), cell.isDim(), cell.isItalic(), cell.isBlink(), cell.isInverse(), cell.isInvisible(), cell.isStrikethrough(), cell.isOverline()];
  const link = extended.urlId ? terminal._core._oscLinkService.getLinkData(extended.urlId).uri : '';
  return [
    color(cell.getFgColorMode() >> 24, cell.getFgColor()),
    color(cell.getBgColorMode() >> 24, cell.getBgColor()),
    flags.map(flag => flag ? '1' : '0').join(''),
    // Not isUnderline(): xterm.js underlines links, whatever SGR says. FgFlags.UNDERLINE, ExtFlags.UNDERLINE_STYLE.
    cell.fg & 0x10000000 ? (extended._ext & 0x1c000000) >>> 26 : 0,
    cell.fg & 0x10000000 && !cell.isUnderlineColorDefault()
      ? color(cell.getUnderlineColorMode() >> 24, cell.getUnderlineColor()) : 'default',
    link,
  ].join(' ');
}

function row(y) {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + y);
  const runs = [];
  for (let x = 0; x < terminal.cols; x++) {
    const cell = line.getCell(x);
    const look = style(cell);
    const text = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
    if (runs.length && runs[runs.length - 1][0] === look) runs[runs.length - 1][1].push(text);
    else runs.push([look, [text]]);
  }
  return runs;
}

function answer() {
  const buffer = terminal.buffer.active;
  const rows = [];
  for (let y = 0; y < terminal.rows; y++) rows.push(row(y));
  process.stdout.write(JSON.stringify({ rows, cursor: [buffer.cursorY, buffer.cursorX, !terminal._core.coreService.isCursorHidden] }) + '\n');
}

lines.on('line', line => {
  const frame = JSON.parse(line);
  if (frame.reset) {
    if (terminal) terminal.dispose();
    terminal = new Terminal({ cols: frame.columns, rows: frame.rows, allowProposedApi: true, scrollback: 0 });
    terminal.loadAddon(new Unicode11Addon());
    terminal.unicode.activeVersion = '11';
  } else if (frame.columns !== terminal.cols || frame.rows !== terminal.rows) {
    terminal.resize(frame.columns, frame.rows);
  }
  terminal.write(Buffer.from(frame.data, 'base64'), answer);
});
