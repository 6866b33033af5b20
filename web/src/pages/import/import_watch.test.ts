// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../api/client';
import type { ImportsAnswer, ImportSummary } from '../../api/types';
import { ImportWatch } from './import_watch.svelte';

function answer(state: ImportSummary['state']): ImportsAnswer {
  return { imports: [{ import: 'a1', state } as ImportSummary] };
}
const ask = vi.fn(async (_book: string, _lang: string) => answer('finished'));

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
});
afterEach(() => vi.useRealTimers());

describe('the watch over imports', () => {
  it('looks again until nothing is under way', async () => {
    ask.mockResolvedValueOnce(answer('running')).mockResolvedValueOnce(answer('running'));
    const watch = new ImportWatch(ask);
    const end = watch.follow('town', 'ja');
    await vi.advanceTimersByTimeAsync(0);
    expect(watch.find('a1')?.state).toBe('running');
    expect(watch.find('b2')).toBeNull();
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).toHaveBeenCalledTimes(3);
    expect(watch.find('a1')?.state).toBe('finished');
    watch.look_again();
    await vi.advanceTimersByTimeAsync(0);
    expect(ask).toHaveBeenCalledTimes(4);
    end();
  });

  it('keeps what it saw when the engine cannot be reached, and stops when told to', async () => {
    const watch = new ImportWatch(ask);
    const end = watch.follow('town', 'ja');
    await vi.advanceTimersByTimeAsync(0);
    ask.mockRejectedValueOnce(new ApiError(null));
    watch.look_again();
    await vi.advanceTimersByTimeAsync(0);
    expect(watch.error?.unreachable).toBe(true);
    expect(watch.find('a1')).not.toBeNull();
    end();
    watch.look_again();
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
