// SPDX-License-Identifier: Apache-2.0
import '@digital-go-jp/design-tokens/dist/tokens.css';
import '@fontsource-variable/noto-sans-jp';
import './styles/theme.css';
import './styles/base.css';
import './styles/print.css';
import { mount } from 'svelte';
import Frame from './frame/frame.svelte';

const target = document.getElementById('app');
if (target) mount(Frame, { target });
