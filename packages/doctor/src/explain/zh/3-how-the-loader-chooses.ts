import type { LoaderReason } from '@stackbench/model';
import { countReasons } from '../../machine.ts';
import type { Section } from '../../section.ts';

const names: Readonly<Record<LoaderReason['kind'], string>> = {
  rpath: 'RPATH',
  runpath: 'RUNPATH',
  'ld-library-path': 'LD_LIBRARY_PATH',
  cache: '缓存',
  default: '系统目录',
  path: '按完整路径打开（torch 的 Python 代码就是这样做的）',
  preload: 'LD_PRELOAD',
  'loaded-before': '之前已加载',
};

export const section: Section = {
  title: '动态链接器按什么顺序找库',
  paragraphs: ({ cuda }) => {
    const counted = countReasons(cuda).map(([kind, count]) => `${names[kind]} ${count} 个`);
    const path = cuda.map(({ variables }) => variables['LD_LIBRARY_PATH']).find(Boolean);
    return [
      '程序要 `libcudnn.so.9` 时，Linux 按下面的顺序找，找到第一个就用：已经**加载**的同名库；请求它的那个文件里写的 **RPATH**；**LD_LIBRARY_PATH**；那个文件里写的 **RUNPATH**；缓存 **/etc/ld.so.cache**；最后是系统目录。',
      '一个文件只会用 RPATH 或 RUNPATH 中的一个。两者的差别就在于：RPATH 优先于 LD_LIBRARY_PATH，RUNPATH 则排在它后面。torch 自己的文件用 RPATH。旧版 cuDNN 的入口文件用 RUNPATH，所以即使入口还是环境里的，子库也可能被 LD_LIBRARY_PATH 换掉。',
      ...(counted.length === 0 ? [] : [`这里的文件是这样找到的：${counted.join('，')}。`]),
      path === undefined
        ? '这里没有设置 LD_LIBRARY_PATH。torch 用不着它。'
        : `这里设置了 LD_LIBRARY_PATH：\`${path}\`。torch 用不着它。`,
    ];
  },
};
