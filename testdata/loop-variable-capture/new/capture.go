package new

func started(jobs []string, run func(string)) {
	for _, job := range jobs {
		go func() {
			run(job)
		}()
	}
}
