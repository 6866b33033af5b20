// SPDX-License-Identifier: Apache-2.0
// Puts a file into the reader's folder of downloads.

export function save_blob(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // slow disks are still reading
}

/** A file as answers carry it: its bytes in base64. */
export type CarriedFile = { name: string; media_type: string; content: string };

export function save_file({ name, media_type, content }: CarriedFile): void {
  const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
  save_blob(name, new Blob([bytes], { type: media_type }));
}
