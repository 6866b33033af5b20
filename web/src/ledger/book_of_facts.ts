// SPDX-License-Identifier: Apache-2.0
/** Facts that came with packs stand in it: nobody's records. */
export const book_of_facts = 'reference';
