package publish

// Own takes the file that is at p for one of ours, which the next Publish may replace.
func (f *Folder) Own(p string) error {
	hash, err := f.hash(p)
	if err != nil {
		return err
	}
	f.files[p] = File{Hash: hash}
	return nil
}
