export { describeMachine } from './machine.ts';
