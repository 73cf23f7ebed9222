//go:build go1.22

package old

func startedInNewerFile(jobs []string, run func(string)) {
	for _, job := range jobs {
		go func() {
			run(job)
		}()
	}
}
