indicators = indicator = result = evidence = lambda request, **kw: None
