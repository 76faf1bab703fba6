export { explainNativeFailure, loadNativePackage } from './load-native-package.ts';
