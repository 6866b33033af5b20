// SPDX-License-Identifier: Apache-2.0
import { segment } from '../api/client';

/**
 * The page of a calculation. Ids hold dots (rules.vehicle), and the server takes a last segment with
 * a dot for the name of a file: the dot is written as %2E, which is the same address.
 */
export function calculation_path(id: string): string {
  return `/calculations/${segment(id).replaceAll('.', '%2E')}`;
}
