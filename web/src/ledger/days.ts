// SPDX-License-Identifier: Apache-2.0
// Days of the calendar in Japan, as date fields hold them: "2026-06-25".

const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Tokyo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

export function day_of(instant: Date): string {
  const parts = Object.fromEntries(
    calendar.formatToParts(instant).map(({ type, value }) => [type, value]),
  );
  return `${parts['year']}-${parts['month']}-${parts['day']}`;
}

export function today(): string {
  return day_of(new Date());
}

export function days_after(day: string, days: number): string {
  const noon = new Date(`${day}T12:00:00+09:00`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return day_of(noon);
}

type Asked = { as_of: string; as_of_by: string };

/** The fields of a request for "as of this day": what had happened, or what was known, by its end. */
export function as_of_fields({ as_of, as_of_by }: Asked): Record<string, string> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(as_of)) return {};
  return as_of_by === 'recorded' ? { recorded_until: as_of } : { event_until: as_of };
}

/** The last moment of a half-open interval: an end at midnight belongs to the day before. */
export function last_day(until: string): string {
  const end = new Date(until).getTime();
  return Number.isNaN(end) ? until : new Date(end - 1).toISOString();
}
