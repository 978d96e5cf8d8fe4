// The row of this workgroup: from element `first` to before `end`.
let row = block.y * grid.x + block.x;
if (row >= params.rows) { return; }
let first = row * params.columns;
let end = first + params.columns;
