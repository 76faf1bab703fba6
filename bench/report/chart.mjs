// Draws a bar chart as a plain SVG that is readable on light and on dark pages.

const WIDTH = 760;
const LABEL = 200;
const BAR = 22;
const GAP = 12;
const TOP = 44;

/**
 * @param {object} chart
 * @param {string} chart.title
 * @param {readonly { label: string, value: number, note: string, isOurs: boolean }[]} chart.bars
 * @param {string} chart.footer
 * @returns {string}
 */
export function barChart({ title, bars, footer }) {
  const height = TOP + bars.length * (BAR + GAP) + 30;
  const longest = Math.max(...bars.map(({ value }) => value));
  const scale = (WIDTH - LABEL - 150) / longest;
  const drawn = bars.map(({ label, value, note, isOurs }, index) => {
    const y = TOP + index * (BAR + GAP);
    const width = Math.max(1, value * scale).toFixed(1);
    const end = (LABEL + Number(width) + 8).toFixed(1);
    return `  <text x="${LABEL - 10}" y="${y + 15}" text-anchor="end">${escapeXml(label)}</text>
  <rect x="${LABEL}" y="${y}" width="${width}" height="${BAR}" rx="3" class="${isOurs ? 'ours' : 'other'}"/>
  <text x="${end}" y="${y + 15}">${escapeXml(note)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}">
  <style>
    text { font: 14px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600 }
    .footer { font-size: 12px; fill: #59636e }
    .ours { fill: #0969da }
    .other { fill: #8c959f }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .footer { fill: #9198a1 }
      .ours { fill: #4493f8 }
      .other { fill: #656c76 }
    }
  </style>
  <text x="0" y="20" class="title">${escapeXml(title)}</text>
${drawn.join('\n')}
  <text x="0" y="${height - 8}" class="footer">${escapeXml(footer)}</text>
</svg>
`;
}

/** @param {string} text */
function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
