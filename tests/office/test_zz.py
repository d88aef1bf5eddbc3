from .conftest import Office
def test_x(office: Office) -> None:
    import time
    for w in (["status"],["pause","transfers"],["pause","transfers","--send"],["status"],["heartbeat", "--send"]):
        t=time.time()
        print(office.run(*w)); print(time.time()-t)
    assert 0
