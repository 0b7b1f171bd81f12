import { Watch } from "./idle";

const box = document.querySelector<HTMLElement>("[data-idle]");
if (box) new Watch(box, { minutes: Number(box.dataset.idle), here: box.dataset.here ?? "" }).start();
