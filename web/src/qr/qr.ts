// SPDX-License-Identifier: Apache-2.0
// A QR code as one path of an SVG, a unit for each module, with the quiet zone that readers need.
import { encode } from 'uqr';

const quiet_modules = 4;

export type QrImage = { size: number; path: string };

/** Level M: a seventh of it may be dirty. */
export function qr_image(text: string): QrImage {
  const { data, size } = encode(text, { ecc: 'M', border: quiet_modules });
  const runs: string[] = [];
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      runs.push(`M${start} ${y}h${x - start + 1}v1H${start}z`);
    }
  });
  return { size, path: runs.join('') };
}
