// Reports as a citizen's program would send them. Everybody in them is plainly fictitious.
let serial = 0;

export function formalReport(changes = {}) {
  serial += 1;
  return {
    track: 'formal',
    election: 'pilkada-2024',
    place: '36.72.03',
    date_happened: '2024-10-19',
    date_known: '2024-10-19',
    event: `Dugaan dukungan terbuka pegawai kantor contoh nomor ${serial}`,
    chronology: 'Pada kegiatan di lapangan contoh, seorang pegawai mengangkat jari tanda dukungan dan mengunggah fotonya. Contoh untuk pengujian.',
    reporter: {
      name: 'Warga Contoh Rahasia', address: 'Jalan Contoh Tersembunyi 7', birth_place: 'Kota Contoh', birth_date: '1990-01-31',
      sex: 'female', occupation: 'Pedagang contoh', citizenship: 'WNI', phone: '0800-0000-0001', capacity: 'voter_citizen',
    },
    reported: [{ name: 'Pegawai Contoh Fiktif', kind: 'pns', position: 'Staf contoh', unit: 'Dinas Contoh', address: 'Kantor Contoh' }],
    witnesses: [{ name: 'Saksi Contoh Rahasia', address: 'Jalan Saksi Contoh 9', phone: '0800-0000-0002' }],
    evidence: [{ description: 'Foto unggahan contoh' }],
    ...changes,
  };
}

// Nobody's name is asked.
export function leadReport(changes = {}) {
  serial += 1;
  return {
    track: 'lead', place: '36.72.03', date_happened: '2024-10-20',
    event: `Informasi awal contoh nomor ${serial}`, chronology: 'Terdengar kabar di lapangan contoh. Contoh untuk pengujian.',
    ...changes,
  };
}

// Words that may appear in no file, log, URL or answer but the sealed ones.
export const secrets = ['Warga Contoh Rahasia', 'Jalan Contoh Tersembunyi 7', '0800-0000-0001', 'Saksi Contoh Rahasia', 'Jalan Saksi Contoh 9', '0800-0000-0002'];

export const key = () => `test-${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}`;
