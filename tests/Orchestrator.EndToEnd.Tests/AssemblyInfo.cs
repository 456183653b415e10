// Each test runs several programs; more tests at the same time than this would only wait for each other.
[assembly: Xunit.v3.Parallelization(MaxThreads = 2)]
