// Fills the demo office that the tests after it copy: `node tests/whole/fill.mjs SQLite`, or PostgreSQL.
import { template } from './office.mjs';

template(process.argv[2] === 'PostgreSQL');
