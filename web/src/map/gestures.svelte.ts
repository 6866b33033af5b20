// SPDX-License-Identifier: Apache-2.0
// Dragging, pinching and wheeling on the map. The page keeps its own scrolling: the wheel magnifies
// only together with Ctrl or ⌘ (as a pinch on a touchpad comes), and says so otherwise.
import { sheet, type Point } from './projection';
import { moved, zoomed, type Viewport } from './viewport';

const drag_starts_px = 4;
const hint_ms = 1800;

export class Gestures {
  hint = $state(false);
  #pointers = new Map<number, Point>();
  #dragged = false;
  #hint_timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly view: () => Viewport,
    readonly look: (view: Viewport) => void,
    readonly element: () => SVGSVGElement | undefined,
  ) {}

  /** True once after a drag, so that letting go does not open the place below. */
  take_dragged(): boolean {
    const dragged = this.#dragged;
    this.#dragged = false;
    return dragged;
  }

  down = (event: PointerEvent): void => {
    this.#dragged = false;
    this.#pointers.set(event.pointerId, [event.clientX, event.clientY]);
  };

  up = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
  };

  move = (event: PointerEvent): void => {
    const before = this.#pointers.get(event.pointerId);
    if (!before || (event.pointerType === 'mouse' && event.buttons === 0)) return;
    const now: Point = [event.clientX, event.clientY];
    if (this.#pointers.size === 2) {
      this.#pinch(event.pointerId, before, now);
      return;
    }
    const dx = now[0] - before[0];
    const dy = now[1] - before[1];
    if (!this.#dragged && Math.hypot(dx, dy) < drag_starts_px) return;
    if (this.view().zoom <= 1) return;
    this.#dragged = true;
    this.#pointers.set(event.pointerId, now);
    const units = 1 / this.#pixels_per_unit();
    this.look(moved(this.view(), -dx * units, -dy * units));
  };

  wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) {
      this.#show_hint();
      return;
    }
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * (event.deltaMode === 0 ? 0.004 : 0.08));
    this.look(zoomed(this.view(), factor, this.#point_at(event.clientX, event.clientY)));
  };

  #pinch(id: number, before: Point, now: Point): void {
    const other = [...this.#pointers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    this.#dragged = true;
    this.#pointers.set(id, now);
    const was = Math.hypot(before[0] - other[0], before[1] - other[1]);
    const is = Math.hypot(now[0] - other[0], now[1] - other[1]);
    if (was < 1) return;
    const middle = this.#point_at((now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    this.look(zoomed(this.view(), is / was, middle));
  }

  #pixels_per_unit(): number {
    const box = this.element()?.getBoundingClientRect();
    return box ? (Math.min(box.width, box.height) / sheet.width) * this.view().zoom : 1;
  }

  #point_at(x: number, y: number): Point {
    const box = this.element()?.getBoundingClientRect();
    const view = this.view();
    if (!box) return [view.x, view.y];
    const units = 1 / this.#pixels_per_unit();
    return [
      view.x + (x - box.left - box.width / 2) * units,
      view.y + (y - box.top - box.height / 2) * units,
    ];
  }

  #show_hint(): void {
    this.hint = true;
    clearTimeout(this.#hint_timer);
    this.#hint_timer = setTimeout(() => (this.hint = false), hint_ms);
  }
}
